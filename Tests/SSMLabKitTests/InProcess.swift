import Foundation
import SSMLabKit
import StandardPlugins
import Synchronization

/// One run of a command inside this process.
struct InProcess {
    let status: ExitStatus
    let output: String
    let notes: String

    init(_ arguments: String...) async {
        await self.init(all: arguments)
    }

    init(command: String, _ arguments: [String]) async {
        await self.init(all: [command] + arguments)
    }

    private init(all arguments: [String]) async {
        let written = Written()
        status = await Lab.run(
            arguments, strategies: StandardPlugins.all,
            console: LabConsole(
                write: { text in written.output.withLock { $0 += text } },
                writeNote: { text in written.notes.withLock { $0 += text } }))
        output = written.output.withLock { $0 }
        notes = written.notes.withLock { $0 }
    }

    private final class Written: Sendable {
        let output = Mutex("")
        let notes = Mutex("")
    }
}
