import Foundation
import SSMStore

/// Protects what is there already from what a command writes.
enum OutputFile {
    /// Refuses an output that is one of the files a command reads, by whatever path or link.
    ///
    /// - Throws: `InputError.outputIsInput`.
    static func check(_ output: String, isNoneOf inputs: [String]) throws(InputError) {
        guard let identity = Identity(of: output) else { return }
        for input in inputs where Identity(of: input) == identity {
            throw .outputIsInput(path: output, input: input)
        }
    }

    /// Refuses to replace a file, unless it is empty or holds the logits that this program wrote before.
    ///
    /// - Throws: `InputError.outputExists`.
    static func checkReplacesOnlyLogits(_ output: String) throws(InputError) {
        guard let identity = Identity(of: output), identity.isFile, identity.size > 0 else { return }
        let found = try? HDF5Reader(contentsOf: URL(fileURLWithPath: output))
        guard let found, found.names.contains("logits/0") else { throw .outputExists(path: output, content: "logits") }
    }

    /// What tells a file from others, whichever path or link leads to it.
    private struct Identity: Equatable {
        let device: dev_t
        let node: ino_t
        let isFile: Bool
        let size: Int

        /// Nothing when there is no such file.
        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            device = status.st_dev
            node = status.st_ino
            isFile = status.st_mode & S_IFMT == S_IFREG
            size = Int(status.st_size)
        }
    }
}
