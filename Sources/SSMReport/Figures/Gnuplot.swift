import Foundation
import Subprocess

/// The program that draws figures.
package struct Gnuplot: Sendable {
    private let program: String

    /// The program of a name, which is looked for where the shell looks for programs.
    package init(program: String = "gnuplot") {
        self.program = program
    }

    /// Draws a figure from the script and the data that lie in a folder.
    ///
    /// - Throws: `FigureProblem`.
    func draw(_ figure: Figure, in folder: URL, as forms: [FigureForm]) async throws(FigureProblem) {
        let names = forms.map(\.rawValue).joined(separator: " ")
        let result: ExecutionResult<Void, DiscardedOutput, StringOutput<UTF8>>
        do {
            // `-d`: nobody's own settings, so that the same figure is the same everywhere.
            result = try await run(
                .name(program), arguments: ["-d", "-e", "forms='\(names)'", figure.scriptFile],
                environment: .inherit.updating(["LC_ALL": "C.UTF-8"]), workingDirectory: .init(folder.path),
                output: .discarded, error: .string(limit: 1 << 20))
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw .gnuplotMissing(program: program)
        } catch {
            throw .notDrawn(figure: figure.name, reason: "\(error)")
        }
        guard result.terminationStatus.isSuccess else {
            let message = result.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
            throw .notDrawn(figure: figure.name, reason: message)
        }
    }
}
