import Foundation
import SSMRecord
import SSMReport
import SSMStore
import SSMTrain

/// The folder that `ssmlab map` writes.
struct MapFolder {
    /// The folder.
    let url: URL
    /// Whether it was made here.
    private let isNew: Bool
    private static let captions = "captions.md"
    private static let figures = "figures"

    /// Makes the folder, or takes one that is empty or holds earlier maps.
    ///
    /// - Throws: `RecordError.occupiedFolder` for a folder of something else, `StoreError.writeFailed`.
    init(_ path: String) throws {
        url = URL(fileURLWithPath: path)
        // Hidden files are what a killed process left under a temporary name.
        let found = try? FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
        let known: Set = [MapFile.name, Self.captions, Self.figures]
        let isOurs = found.map { $0.isEmpty || $0.contains(MapFile.name) && known.isSuperset(of: $0) }
        isNew = !FileManager.default.fileExists(atPath: path)
        guard isOurs ?? isNew else { throw RecordError.occupiedFolder(path: path, content: "maps") }
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw StoreError.writeFailed(path: path, reason: UnreadableFile.reason(path, error))
        }
    }

    /// Takes the folder away when it was made here and nothing came into it.
    func removeIfEmpty() {
        // The system refuses to remove a folder that holds anything.
        if isNew { rmdir(url.path) }
    }

    /// Writes figures and captions and says what was found; figures that cannot be drawn are a note, not an error.
    ///
    /// - Throws: `MapInterrupted.drawing` when a signal came before all figures were drawn; errors of files.
    func write(
        _ run: MapRun, as forms: [FigureForm], console: LabConsole, interrupt: InterruptFlag
    ) async throws {
        let drawings = url.appendingPathComponent(Self.figures)
        // Figures of earlier maps would pass for some of these.
        try? FileManager.default.removeItem(at: drawings)
        let captions = run.drawn.map { "## \($0.figure.name)\n\n\($0.caption)\n" }.joined(separator: "\n")
        do {
            try captions.write(to: url.appendingPathComponent(Self.captions), atomically: true, encoding: .utf8)
        } catch {
            throw StoreError.writeFailed(path: url.path, reason: UnreadableFile.reason(url.path, error))
        }
        let problems = try await FigureFolder(drawings).write(run.drawn.map(\.figure), as: forms) {
            !interrupt.isRaised
        }
        // With a signal of the terminal, gnuplot ends too and leaves a figure out.
        if interrupt.isRaised { throw MapInterrupted.drawing(path: url.path) }
        report(run, problems: problems, console: console)
    }

    /// Says what was found and what is written.
    private func report(_ run: MapRun, problems: [FigureProblem], console: LabConsole) {
        for distance in run.distances {
            console.print(
                "layer \(distance.layer): the row at \(distance.position) looks back "
                    + "\(NumberText.significant(distance.mean)) positions in the mean")
        }
        for trace in run.traces {
            guard let last = trace.points.last else { continue }
            let share = last.share.map { ", \(NumberText.significant($0)) of it the needle's" } ?? ""
            console.print(
                "layer \(trace.layer): norm of the state after \(last.position + 1) positions "
                    + "\(NumberText.significant(last.norm))\(share)")
        }
        for gap in run.gaps { console.note(gap) }
        for problem in problems { console.note("warning: \(problem)") }
        let drawn =
            problems.isEmpty ? NumberText.counted(run.drawn.count, "figure") : "figures that are not all drawn"
        console.note("wrote \(url.path): \(MapFile.name), \(drawn)")
    }
}
