import Crypto
import Foundation
import Mustache

/// One page of HTML that needs nothing beside itself: no network, no script or style but its own.
struct ReportPage {
    private let runs: [RunView]

    /// A page of some experiments.
    init(_ runs: [RunView]) {
        self.runs = runs
    }

    /// The page.
    ///
    /// - Throws: what the template engine says of a template.
    func html() throws -> String {
        let parts = [
            "report": PackageResources.report_mustache, "table": PackageResources.table_mustache,
            "figure": PackageResources.figure_mustache,
        ]
        var library = MustacheLibrary()
        for (name, bytes) in parts { try library.register(Self.text(bytes), named: name) }
        let (style, script) = (Self.text(PackageResources.report_css), Self.text(PackageResources.report_js))
        let policy = [
            "default-src 'none'", "img-src data:", "style-src '\(Self.hash(style))'",
            "script-src '\(Self.hash(script))'",
            "base-uri 'none'", "form-action 'none'",
        ]
        let view = PageView(
            title: runs.map(\.name).joined(separator: ", "), policy: policy.joined(separator: "; "), style: style,
            script: script, contents: contents, runs: runs)
        return library.render(view, withTemplate: "report") ?? ""
    }

    private var contents: ContentsView? {
        guard runs.count > 1 else { return nil }
        return ContentsView(
            heading: "\(runs.count) experiments",
            entries: runs.map { .init(id: $0.id, name: $0.name, question: $0.question) })
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The name of a script or style in a content policy.
    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }
}
