import SSMContext

/// A part of a context that a `NestedContext` places.
protocol ContextPiece {
    /// The exact text, with what separates it from the text before.
    var text: String { get set }
}

extension Passage: ContextPiece {}
