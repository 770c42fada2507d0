import SSMStore

extension HDF5Attribute {
    /// The fact in words, for errors.
    var words: String {
        switch self {
        case .text(let text): "'\(text)'"
        case .integer(let number): "\(number)"
        case .integers(let numbers): "\(numbers)"
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        }
    }
}
