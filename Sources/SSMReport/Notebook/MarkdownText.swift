/// Words of a user in Markdown, shown as they are.
enum MarkdownText {
    /// A text on one line in which nothing is markup: neither Markdown's, nor HTML's, nor that of formulas.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "!", "|", "$", "~", "^":
                result += "\\" + String(scalar)
            case _ where scalar.properties.isWhitespace || scalar.properties.generalCategory == .control:
                result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
