import ArgumentParser
import Foundation
import SSMStore

/// `ssmlab check-file`: what the program starts itself with, to read an HDF5 file that may crash its reader.
struct CheckFileCommand: LabCommand {
    static let name = "check-file"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Read a whole HDF5 file and say whether it is sound.", shouldDisplay: false)

    @Argument(help: "The file.")
    var path: String

    func run(in environment: LabEnvironment) async throws {
        do {
            try ForeignFileChecker.check(URL(fileURLWithPath: path))
        } catch {
            environment.console.print("\(error)")  // the parent reads standard output
            throw error
        }
    }
}
