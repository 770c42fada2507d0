import Foundation

/// Where a command writes what it found and what went wrong.
package struct LabConsole: Sendable {
    /// Writes a text of the result as it is.
    package let write: @Sendable (String) -> Void
    /// Writes a text about the work itself as it is: progress, warnings, errors.
    package let writeNote: @Sendable (String) -> Void
    /// Whether a person reads the result on a terminal.
    package let isTerminal: Bool
    /// Whether a person reads the notes on a terminal, where a line can be drawn again.
    package let isNoteTerminal: Bool

    /// A console of two sinks.
    package init(
        write: @escaping @Sendable (String) -> Void, writeNote: @escaping @Sendable (String) -> Void,
        isTerminal: Bool = false, isNoteTerminal: Bool = false
    ) {
        self.write = write
        self.writeNote = writeNote
        self.isTerminal = isTerminal
        self.isNoteTerminal = isNoteTerminal
    }

    /// Standard output and standard error of the process. A result that cannot be written ends the process.
    package static let standard = LabConsole(
        write: { text in
            do {
                try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
            } catch {
                note("error: the output cannot be written: \(error)\n")
                exit(ExitStatus.disk.rawValue)
            }
        },
        writeNote: note,
        isTerminal: isatty(STDOUT_FILENO) == 1, isNoteTerminal: isatty(STDERR_FILENO) == 1)

    /// A note that cannot be written has nowhere else to go, and the work goes on.
    private static func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Writes a line of the result.
    func print(_ line: String) { write(line + "\n") }

    /// Writes a line about the work itself.
    func note(_ line: String) { writeNote(line + "\n") }
}
