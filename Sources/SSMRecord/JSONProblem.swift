/// What is wrong with a text of JSON, for people: the key and what stands there.
package enum JSONProblem {
    /// An error of a decoder in words.
    package static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .keyNotFound(let key, let context):
            return "the key '\(place(context.codingPath + [key]))' is missing"
        case .typeMismatch(let type, let context):
            return "'\(place(context.codingPath))' is not \(noun(type))"
        case .valueNotFound(let type, let context):
            return "'\(place(context.codingPath))' is null, and not \(noun(type))"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            return "it is no JSON"
        case .dataCorrupted(let context):
            return "'\(place(context.codingPath))': \(context.debugDescription)"
        @unknown default:
            return "\(error)"
        }
    }

    /// The way to a value: `evaluations[0].rows[12].score`; "the whole" for the value of the text itself.
    private static func place(_ keys: [any CodingKey]) -> String {
        guard !keys.isEmpty else { return "the whole" }
        return keys.enumerated().map { index, key in
            if let place = key.intValue { return "[\(place)]" }
            return (index > 0 ? "." : "") + key.stringValue
        }.joined()
    }

    /// What JSON calls a type.
    private static func noun(_ type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is [Any].Type: "a list"
        case is [String: Any].Type: "an object"
        default: "a value of the kind that is needed"
        }
    }
}
