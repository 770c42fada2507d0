/// Which operands of a matrix product have rows and columns exchanged.
public enum Transposition: Sendable, CaseIterable {
    /// left · right
    case neither
    /// leftᵀ · right
    case left
    /// left · rightᵀ
    case right
    /// leftᵀ · rightᵀ
    case both
}
