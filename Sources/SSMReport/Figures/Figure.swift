/// A figure: what it shows, under the name of its files.
package struct Figure: Sendable, Hashable {
    /// What a figure can show.
    package enum Content: Sendable, Hashable {
        /// Curves with bands.
        case curves(CurveChart)
        /// A matrix of any size as an image.
        case heatMap(HeatMap)
        /// A few cells with their numbers in them.
        case cells(CellMap)
        /// Sequences of numbers as strips of colour, with marks.
        case strips(StripChart)
    }

    /// The name of its files without what follows the dot.
    package let name: String
    /// What stands above it; empty for nothing.
    package let title: String
    /// What it shows.
    package let content: Content
    /// The width in points.
    package let width: Int
    /// The height in points.
    package let height: Int

    /// A figure.
    ///
    /// - Parameters:
    ///   - name: becomes the name of files; what no name of a file should hold is replaced by a dash.
    ///   - width, height: in points; without them, what suits the content.
    package init(name: String, title: String = "", _ content: Content, width: Int? = nil, height: Int? = nil) {
        self.name = Self.fileName(name)
        self.title = title
        self.content = content
        let natural = content.naturalSize(hasTitle: !title.isEmpty)
        self.width = width ?? natural.width
        self.height = height ?? natural.height
    }

    /// The script that draws the figure from its data; it lies beside the data and runs by itself.
    package var script: String { GnuplotScript(self).text }

    /// The data as text.
    package var data: String { content.data }

    /// The name of the script.
    package var scriptFile: String { name + ".gp" }
    /// The name of the data.
    package var dataFile: String { name + ".dat" }

    /// A drawing's name.
    package func file(_ form: FigureForm) -> String { "\(name).\(form.rawValue)" }

    /// A text as a name of a file: letters, digits, dots, dashes and plus signs.
    ///
    /// - Edge cases: a name never begins with a dot, and is never empty.
    static func fileName(_ text: String) -> String {
        let allowed = text.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain || scalar == "-" || scalar == "+" || scalar == "." ? Character(scalar) : "-"
        }
        let name = String(allowed)
        return name.isEmpty || name.hasPrefix(".") ? "figure" + name : name
    }
}

extension Figure.Content {
    var data: String {
        switch self {
        case .curves(let chart): chart.data
        case .heatMap(let map): map.data
        case .cells(let map): map.data
        case .strips(let chart): chart.data
        }
    }

    /// The settings before the plot.
    var settings: [String] {
        switch self {
        case .curves(let chart): chart.settings
        case .heatMap(let map): map.settings
        case .cells(let map): map.settings
        case .strips(let chart): chart.settings
        }
    }

    /// What `plot` is given, one item each, for data in a file that is quoted already.
    func plots(of file: String) -> [String] {
        switch self {
        case .curves(let chart): chart.plots(of: file)
        case .heatMap(let map): map.plots(of: file)
        case .cells(let map): map.plots(of: file)
        case .strips(let chart): chart.plots(of: file)
        }
    }

    /// Whether a reader of the SVG can turn parts of it off.
    var hasToggles: Bool {
        if case .curves = self { return true }
        return false
    }

    fileprivate func naturalSize(hasTitle: Bool) -> (width: Int, height: Int) {
        let head = hasTitle ? 24 : 0
        switch self {
        case .curves(let chart): return (760, chart.naturalHeight + head)
        case .heatMap(let map): return (560, map.naturalHeight(ofWidth: 560) + head)
        case .cells(let map):
            let labels = 8 * (map.rowNames.map(\.count).max() ?? 0)
            return (100 + labels + 76 * map.columnNames.count, 110 + 46 * map.rowNames.count + head)
        case .strips(let chart): return (760, 90 + 34 * (chart.strips.count + chart.marks.count) + head)
        }
    }
}
