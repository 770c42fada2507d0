import Foundation
import SSMContext
import SSMLabKit
import StandardPlugins
import Synchronization

/// One run of a command inside this process.
struct InProcess {
    let status: ExitStatus
    let output: String
    let notes: String

    init(_ arguments: String...) async {
        await self.init(all: arguments, strategies: StandardPlugins.all)
    }

    init(command: String, _ arguments: [String], strategies: [StrategyRegistration] = StandardPlugins.all) async {
        await self.init(all: [command] + arguments, strategies: strategies)
    }

    private init(all arguments: [String], strategies: [StrategyRegistration]) async {
        let written = Written()
        status = await Lab.run(
            arguments, strategies: strategies,
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
