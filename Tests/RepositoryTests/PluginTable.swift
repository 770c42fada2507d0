import Foundation

/// The two places that name a plugin, read as text: the manifest's table and the list in Plugins/StandardPlugins.
enum PluginTable {
    /// The names in the manifest's table of plugins.
    static func rows(inManifest text: String) -> Set<String> {
        guard let table = text.firstMatch(of: /let plugins: \[Plugin\] = \[(?s:(.*?))\n\]/)?.1 else { return [] }
        return Set(table.matches(of: /Plugin\(\s*name: "(\w+)"/).map { String($0.1) })
    }

    /// The modules that the list of standard plugins imports.
    static func imports(inList texts: [String]) -> Set<String> {
        Set(texts.flatMap { Layers.imports(in: $0) }.map(\.module))
    }
}
