package import Foundation

/// Has an HDF5 file of another program read by a child process before this one opens it.
///
/// libhdf5 crashes on some damaged files; in a child, the crash is an answer.
package struct ForeignFileChecker: Sendable {
    /// The program to start.
    package var executable: URL
    /// Its arguments; the path of the file is added as the last one.
    package var arguments: [String]
    /// After how many seconds the child is stopped and the file refused.
    package var secondsAllowed: Int

    /// A checker that starts `executable` with `arguments` and the path; the program calls `check(_:)` and reports by
    /// its exit status and one line on its standard output.
    package init(executable: URL, arguments: [String], secondsAllowed: Int = 600) {
        self.executable = executable
        self.arguments = arguments
        self.secondsAllowed = secondsAllowed
    }

    /// Runs the child on a file.
    ///
    /// - Throws: `StoreError.refused` when the child fails, crashes or takes too long.
    package func check(_ url: URL) throws(StoreError) {
        let outcome: ChildProcess.Outcome
        do throws(StoreError) {
            let child = try ChildProcess(executable.path, arguments + [url.path])
            outcome = child.wait(seconds: secondsAllowed)
        } catch {
            throw .refused(path: url.path, entry: "/", reason: "its check could not be started: \(error)")
        }
        switch outcome {
        case .exited(status: 0, _):
            return
        case .exited(let status, let output):
            let report = output.isEmpty ? "exit status \(status)" : output
            throw .refused(path: url.path, entry: "/", reason: "its check failed: \(report)")
        case .killed(let signal):
            throw .refused(path: url.path, entry: "/", reason: "reading it crashes libhdf5 with signal \(signal)")
        case .timedOut:
            throw .refused(
                path: url.path, entry: "/", reason: "reading it takes longer than \(secondsAllowed) seconds")
        }
    }

    /// Reads everything in a file that a later reader may ask for; to be called in the child process.
    ///
    /// - Throws: `StoreError` that says what is wrong with the file.
    package static func check(_ url: URL) throws(StoreError) {
        let reader = try HDF5Reader(unsealed: url)
        var groups: Set<String> = ["/"]
        for name in reader.names {
            var parts = name.split(separator: "/")
            while !parts.isEmpty {
                groups.insert(parts.joined(separator: "/"))
                parts.removeLast()
            }
            if case .other = try reader.entry(name).kind { continue }
            _ = try reader.digest(of: name)
        }
        for group in groups { _ = try reader.attributes(of: group) }
        try reader.close()
    }
}
