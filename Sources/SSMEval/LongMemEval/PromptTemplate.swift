/// A text with places to fill, in the form of Python's `str.format`: `{}` is the next place, `{{` and `}}` are braces.
package struct PromptTemplate: Hashable, Sendable {
    /// The texts before, between and after the places.
    let parts: [String]

    /// The text, with `{}` for each place.
    var text: String { parts.joined(separator: "{}") }

    /// The number of places.
    package var places: Int { parts.count - 1 }

    /// What follows the last place.
    var ending: String { parts[parts.count - 1] }

    /// A template.
    ///
    /// - Throws: `LongMemEvalError.template` for a place with a name, a number or a format, and for a single brace;
    ///   `path` says where the text is from.
    package init(_ text: String, path: String) throws(LongMemEvalError) {
        var texts = [""]
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch (scalar, rest.first) {
            case ("{", "{"), ("}", "}"):
                texts[texts.count - 1].unicodeScalars.append(scalar)
                rest = rest.dropFirst()
            case ("{", "}"):
                texts.append("")
                rest = rest.dropFirst()
            case ("{", _), ("}", _):
                throw .template(
                    path: path,
                    reason: "a template has a brace that is no plain {}; only {} , {{ and }} can be used in templates")
            default: texts[texts.count - 1].unicodeScalars.append(scalar)
            }
        }
        parts = texts
    }

    /// The text with all places filled, in order.
    ///
    /// - Precondition: there is a filling for each place.
    package func filled(_ fillings: [String]) -> String {
        precondition(fillings.count == places, "filled: \(fillings.count) texts for \(places) places")
        return parts[0] + zip(fillings, parts.dropFirst()).map { $0 + $1 }.joined()
    }
}
