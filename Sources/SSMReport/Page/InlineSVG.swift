import Foundation

/// A drawing of gnuplot as a part of a page: without scripts, handlers and the parts that they work on, and with ids that
/// no other drawing has.
struct InlineSVG {
    /// The element.
    let text: String

    /// The drawing in a file.
    ///
    /// - Parameters:
    ///   - prefix: what its ids begin with.
    ///   - label: what it shows, for those who do not see it.
    init(_ drawing: String, prefix: String, label: String) {
        var text = Self.removing(from: "<script", to: "</script>", in: drawing)
        if let start = text.range(of: "<svg") { text.removeSubrange(..<start.lowerBound) }
        for unwanted in Self.unwanted { text = text.replacing(unwanted, with: "") }
        // gnuplot gives two parts of an entry of the key one id.
        text = text.replacing(#/ id="([^"]*)_keyentry"/#) { " data-curve=\"\(prefix)\($0.output.1)\"" }
            .replacing(#/ id=(['"])/#) { " id=\($0.output.1)\(prefix)" }
            .replacing("xlink:href='#", with: "xlink:href='#\(prefix)")
            .replacing("url(#", with: "url(#\(prefix)")
        if let root = text.firstRange(of: "<svg") {
            text.replaceSubrange(root, with: "<svg role=\"img\" aria-label=\"\(Self.escaped(label.onOneLine))\"")
        }
        self.text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What the mouse needs, tooltips with the names of parts, and the size: the page gives it.
    private static var unwanted: [Regex<Substring>] {
        [
            #/<title>[^<]*<\/title>/#, #/<desc>[^<]*<\/desc>/#, #/<!--[^>]*-->/#,
            #/<image [^>]*toggleGrid[^>]*\/>/#, #/<image id="hyperimage"[^>]*\/>/#, #/<rect id="hypertextbox"[^>]*\/>/#,
            #/<text id="(?:coord_text|hypertext)"[^>]*> <\/text>/#, #/<rect x="0" y="0" width="[^>]*\/>/#,
            #/\s+on[a-z]+="[^"]*"/#, #/\s+on[a-z]+='[^']*'/#, #/\n width="[0-9]+" height="[0-9]+"/#,
        ]
    }

    private static func removing(from start: String, to end: String, in text: String) -> String {
        var result = text
        while let first = result.range(of: start) {
            let last = result.range(of: end, range: first.upperBound..<result.endIndex)
            result.removeSubrange(first.lowerBound..<(last?.upperBound ?? result.endIndex))
        }
        return result
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
