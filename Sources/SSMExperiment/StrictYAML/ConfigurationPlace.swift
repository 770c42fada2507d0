/// Where a piece of configuration was written: a place in a file, or an override on the command line.
package struct ConfigurationPlace: Sendable, Hashable, CustomStringConvertible {
    /// What the text came from.
    package enum Source: Sendable, Hashable {
        /// A file, by the path that the user gave.
        case file(String)
        /// An override such as `train.base.steps=100`, whole.
        case override(String)
        /// A strategy or task that the command line spells out, such as `decimamba:{layers: [2]}`.
        case argument(String)
    }

    /// What the text came from.
    package let source: Source
    /// The line, from 1; nil when the whole source is meant.
    package let line: Int?
    /// The column, from 1, counted in Unicode scalars.
    package let column: Int?

    /// A place, or a whole source when line and column are left out.
    package init(source: Source, line: Int? = nil, column: Int? = nil) {
        self.source = source
        self.line = line
        self.column = column
    }

    package var description: String {
        switch source {
        case .file(let path):
            guard let line else { return path }
            guard let column else { return "\(path):\(line)" }
            return "\(path):\(line):\(column)"
        case .override(let text): return "override '\(text)'"
        case .argument(let text): return "argument '\(text)'"
        }
    }
}
