/// The length of an axis of an operation's input.
enum Axis: Sendable, ExpressibleByIntegerLiteral {
    case rows, columns
    case fixed(Int)

    init(integerLiteral value: Int) { self = .fixed(value) }

    func length(rows: Int, columns: Int) -> Int {
        switch self {
        case .rows: rows
        case .columns: columns
        case .fixed(let length): length
        }
    }
}
