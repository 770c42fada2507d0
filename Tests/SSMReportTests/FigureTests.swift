import Foundation
import SSMRecord
import SSMReport
import Testing

struct FigureTests {
    /// Figures of every kind, with texts that mean something to gnuplot and values that are no numbers.
    static let figures: [Figure] = {
        let hostile = "it's `touch broken` \"$x\" @y {/Bold z}\n{unset}\\"
        let lengths = FigureAxis("length", scale: .log2, range: 128...1024, ticks: [128, 1024])
        let curves = CurveChart(
            xAxis: lengths, yAxis: FigureAxis(hostile, range: 0...1),
            curves: [
                .init(hostile, [.init(x: 128, y: 0.9, band: 0.8...1), .init(x: 1024, y: 0.3, band: 0.2...0.4)]),
                .init("b", [.init(x: 128, y: .nan), .init(x: 1024, y: 0.5)]),
                .init("empty", []),
            ], references: [.init("chance", at: 0.1, isVertical: false), .init("trained", at: 256, isVertical: true)])
        let values = (0..<12).map { $0 == 5 ? Float.nan : Float($0) - 3 }
        func heatMap(_ rows: Int, _ columns: Int, _ color: ColorScale) -> Figure.Content {
            .heatMap(
                HeatMap(
                    BlockMeans(Array(values[..<(rows * columns)]), rows: rows, columns: columns),
                    rowAxis: MatrixAxis("reads"), columnAxis: MatrixAxis("of", first: 100, step: 10), color: color))
        }
        let cells = CellMap(
            rowLabel: "depth", columnLabel: hostile, rowNames: ["0", hostile], columnNames: ["128"],
            cells: [[.init(0.9, text: "0.90", note: hostile)], [nil]], color: ColorScale(range: 0...1))
        let strips = StripChart(
            axis: MatrixAxis("position"), strips: [.init("layer 0", values), .init("layer 1", [0.5])],
            marks: [.init("kept", at: [0, 7]), .init("none", at: [])], color: ColorScale(isLogarithmic: true))
        return [
            Figure(name: "1-curves+bands.x", title: hostile, .curves(curves)),
            Figure(name: "map", heatMap(3, 4, ColorScale("signed", map: .diverging))),
            Figure(name: "log", heatMap(3, 4, ColorScale("log", map: .cividis, isLogarithmic: true))),
            Figure(name: "row", heatMap(1, 4, ColorScale())),
            Figure(name: "column", heatMap(4, 1, ColorScale())),
            Figure(name: "cell", heatMap(1, 1, ColorScale())),
            Figure(name: "1-cells", title: "a_b^c", .cells(cells)),
            Figure(name: "strips", .strips(strips)),
        ]
    }()

    @Test func `every kind is drawn in every form, from the same input to the same bytes`() async throws {
        try await TemporaryFolder.with { folder in
            let (first, second) = (FigureFolder(folder.child("a")), FigureFolder(folder.child("b")))
            for drawn in [first, second] {
                let problems = try await drawn.write(Self.figures)
                #expect(problems.isEmpty, "\(problems)")
            }
            for figure in Self.figures {
                for form in FigureForm.allCases {
                    let bytes = try Data(contentsOf: first.file(of: figure, form))
                    #expect(bytes.count > 500, "\(figure.file(form)) has \(bytes.count) bytes")
                    guard form != .pdf else { continue }
                    #expect(try bytes == Data(contentsOf: second.file(of: figure, form)), "\(figure.file(form))")
                }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: first.url.path)
            #expect(names.count == Self.figures.count * 5, "\(names.sorted())")
        }
    }

    @Test func `texts are shown as they are`() async throws {
        try await TemporaryFolder.with { folder in
            let figures = FigureFolder(folder.url)
            #expect(try await figures.write(Self.figures, as: [.svg]).isEmpty)
            let curves = try String(contentsOf: figures.file(of: Self.figures[0], .svg), encoding: .utf8)
            #expect(curves.contains("`touch broken` \"$x\" @y {/Bold z} {unset}\\"))
            #expect(try String(contentsOf: figures.file(of: Self.figures[6], .svg), encoding: .utf8).contains("a_b^c"))
        }
    }

    @Test func `without gnuplot there are scripts and data, one message, and no drawing of before`() async throws {
        try await TemporaryFolder.with { folder in
            let figure = Self.figures[0]
            try Data("old".utf8).write(to: folder.child(figure.file(.svg)))
            let figures = FigureFolder(folder.url, gnuplot: Gnuplot(program: "gnuplot-that-nobody-has"))
            let problems = try await figures.write(Self.figures)
            #expect(problems == [.gnuplotMissing(program: "gnuplot-that-nobody-has")])
            #expect(problems[0].description.contains("apt-get install gnuplot-nox"))
            #expect(try String(contentsOf: folder.child(figure.scriptFile), encoding: .utf8) == figure.script)
            #expect(try String(contentsOf: folder.child(figure.dataFile), encoding: .utf8) == figure.data)
            #expect(!FileManager.default.fileExists(atPath: figures.file(of: figure, .svg).path))
        }
    }

    @Test func `what gnuplot says is in the problem`() async throws {
        try await TemporaryFolder.with { folder in
            // Nothing is left of a curve whose points are no numbers.
            let chart = CurveChart(
                xAxis: FigureAxis("x"), yAxis: FigureAxis("y"), curves: [.init("a", [.init(x: .nan, y: .nan)])])
            let problems = try await FigureFolder(folder.url).write([Figure(name: "none", .curves(chart))])
            let problem = try #require(problems.first)
            #expect(problem.description.contains("'none' is not drawn") && problem.description.contains("none.gp"))
        }
    }

    @Test(arguments: [(1, 400, true), (8, 400, true), (9, 400, false), (24, 734, false)])
    func `many curves have a line of the key each, and no bands that hide one another`(
        _ count: Int, _ height: Int, _ hasBands: Bool
    ) throws {
        let point = CurveChart.Point(x: 1, y: 0.5, band: 0.4...0.6)
        let curves = (0..<count).map { CurveChart.Curve("\($0)", [point]) }
        let chart = CurveChart(xAxis: FigureAxis("x"), yAxis: FigureAxis("y"), curves: curves)
        let figure = Figure(name: "many", .curves(chart))
        #expect(figure.height == height)
        let script = figure.script
        #expect(script.contains("filledcurves") == hasBands && script.contains("maxcols 1"), "\(script)")
    }

    @Test func `a large matrix is drawn as means of the finite values of its blocks`() {
        var values = [Float](repeating: 1, count: 1030 * 2)
        values[0] = 7
        values[1] = .nan
        let map = HeatMap(
            BlockMeans(values, rows: 1030, columns: 2), rowAxis: MatrixAxis("row", first: 5),
            columnAxis: MatrixAxis("column"), color: ColorScale())
        #expect(map.rows == 344 && map.columns == 2)
        #expect(map.values[0] == 3 && map.values[1] == 1 && map.values.last == 1)
        #expect(map.rowAxis == MatrixAxis("row", first: 6, step: 3))
    }

    @Test func `a name of files holds nothing that a path or a script could mean`() {
        #expect(Figure(name: "../a b'\"é", FigureTests.figures[0].content).name == "figure..-a-b---")
        #expect(Figure(name: "rwr+ssa-0.5", FigureTests.figures[0].content).name == "rwr+ssa-0.5")
    }
}
