import Foundation
import SSMReport
import SSMStore

/// The folder that `ssmlab map` writes.
struct MapFolder {
    /// The folder.
    let url: URL
    private static let captions = "captions.md"
    private static let figures = "figures"

    /// Makes the folder, or takes one that is empty or holds earlier maps.
    ///
    /// - Throws: `InputError.outputExists` for a folder of something else, `StoreError.writeFailed`.
    init(_ path: String) throws {
        url = URL(fileURLWithPath: path)
        // Hidden files are what a killed process left under a temporary name.
        let found = try? FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
        let known: Set = [MapFile.name, Self.captions, Self.figures]
        let isOurs = found.map { $0.isEmpty || $0.contains(MapFile.name) && known.isSuperset(of: $0) }
        guard isOurs ?? !FileManager.default.fileExists(atPath: path) else {
            throw InputError.outputExists(path: path, content: "maps")
        }
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw StoreError.writeFailed(path: path, reason: UnreadableFile.reason(path, error))
        }
    }

    /// Writes figures and captions and says what was found; figures that cannot be drawn are a note, not an error.
    func write(_ run: MapRun, as forms: [FigureForm], console: LabConsole) async throws {
        let drawings = url.appendingPathComponent(Self.figures)
        // Figures of earlier maps would pass for some of these.
        try? FileManager.default.removeItem(at: drawings)
        let figures = FigureFolder(drawings)
        let problems = try await figures.write(run.drawn.map(\.figure), as: forms)
        let captions = run.drawn.map { "## \($0.figure.name)\n\n\($0.caption)\n" }.joined(separator: "\n")
        do {
            try captions.write(to: url.appendingPathComponent(Self.captions), atomically: true, encoding: .utf8)
        } catch {
            throw StoreError.writeFailed(path: url.path, reason: UnreadableFile.reason(url.path, error))
        }
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
        for problem in problems { console.note("warning: \(problem)") }
        let drawn = problems.isEmpty ? "\(run.drawn.count) figures" : "figures that are not all drawn"
        console.note("wrote \(url.path): \(MapFile.name), \(drawn)")
    }
}
