import Foundation
import SSMTrain
import Testing

@Suite(.serialized) struct SignalTests {
    @Test func `only signals within a second of each other exhaust the patience`() {
        var patience = SignalPatience()
        let times: [Duration] = [.seconds(10), .milliseconds(11_001), .milliseconds(12_001)]
        let exhausted = times.map { patience.isExhausted(by: 1, at: $0) }
        #expect(exhausted == [false, false, true])
        var impatient = SignalPatience()
        let isExhausted = impatient.isExhausted(by: 2, at: .seconds(10))
        #expect(isExhausted)
    }

    @Test func `a signal raises the flag and training ends with a checkpoint`() async throws {
        let flag = InterruptFlag()
        let watcher = SignalWatcher([SIGUSR1], raising: flag)
        defer { watcher.stop() }
        let run = try TinyRun("signal", stage: StageConfiguration(steps: 50, batchTokens: 50, checkpointEvery: 0))
        let task = try TinyTask()
        await #expect(throws: TrainingError.interrupted(stage: "base", step: 3)) {
            try await run.trainer(flag).run(
                parameters: TinyModel.parameters(on: run.device), resume: false,
                examples: { index, length in try task.example(index, length: length) }, loss: TinyModel.loss(),
                onEvent: { event in
                    guard case .step(let report) = event, report.step == 3 else { return }
                    kill(getpid(), SIGUSR1)
                    SignalTests.wait { flag.isRaised }
                })
        }
        #expect(try run.checkpoints.steps() == [3])
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `one signal leaves the process alive, a second within a second ends it`(_ number: Int32) async {
        await #expect(processExitsWith: .signal(number)) { [number] in
            let flag = InterruptFlag()
            let watcher = SignalWatcher(raising: flag, clock: TrainingClock { .zero })
            kill(getpid(), number)
            SignalTests.wait { flag.isRaised }
            kill(getpid(), number)
            withExtendedLifetime(watcher) { SignalTests.wait { false } }
        }
    }

    @Test func `signals that are apart in time leave the process alive`() async {
        await #expect(processExitsWith: .exitCode(75)) {
            let signals = TickCounter()
            let watcher = SignalWatcher(
                raising: InterruptFlag(), clock: TrainingClock { .seconds(2 * signals.next()) })
            for count in 1...3 {
                kill(getpid(), SIGTERM)
                SignalTests.wait { signals.value >= count }
            }
            withExtendedLifetime(watcher) { exit(75) }
        }
    }

    /// Waits for what a signal's handler does on another thread; after ten seconds it is not going to happen.
    private static func wait(until isDone: () -> Bool) {
        for _ in 0..<10_000 where !isDone() { usleep(1000) }
    }
}
