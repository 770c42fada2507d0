import Foundation
import SSMModel
import SSMStore
import SSMTensor

/// A model that the user names by a path.
enum ModelFile {
    /// Reads a Hugging Face folder or an `.h5`; one that another program wrote is read by a child process first.
    static func load(_ path: String, on device: Device) throws -> LoadedModel {
        try LoadedModel(contentsOf: URL(fileURLWithPath: path), on: device, checker: checker)
    }

    /// Starts this program once more, to read a file that may crash its reader.
    static var checker: ForeignFileChecker? {
        Bundle.main.executableURL.map {
            ForeignFileChecker(executable: $0, arguments: [CheckFileCommand.name])
        }
    }
}
