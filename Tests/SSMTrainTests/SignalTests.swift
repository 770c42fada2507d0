import Foundation
import SSMTrain
import Testing

@Suite(.serialized) struct SignalTests {
    @Test(
        arguments: [
            (SIGINT, 200, .same), (SIGINT, 201, .abort), (SIGINT, 60_000, .abort), (SIGTERM, 50, .same),
            (SIGTERM, 60_000, .same),
        ] as [(Int32, Int, SignalPatience.Request)])
    func `only a later Ctrl-C asks to stop at once`(
        _ number: Int32, _ milliseconds: Int, _ expected: SignalPatience.Request
    ) {
        for first in [SIGINT, SIGTERM] {
            var patience = SignalPatience()
            let stop = patience.request(by: first, at: .seconds(10))
            #expect(stop == .stop)
            let next = patience.request(by: number, at: .seconds(10) + .milliseconds(milliseconds))
            #expect(next == expected)
        }
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

    @Test func `a second Ctrl-C ends the process`() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            let (flag, signals) = (InterruptFlag(), TickCounter())
            let watcher = SignalWatcher(raising: flag, clock: TrainingClock { .seconds(signals.next()) })
            kill(getpid(), SIGINT)
            SignalTests.wait { flag.isRaised }
            kill(getpid(), SIGINT)
            withExtendedLifetime(watcher) { SignalTests.wait { false } }
        }
    }

    @Test(arguments: [(SIGTERM, 1000), (SIGINT, 10)])
    func `SIGTERM again, or signals that come together, are one request`(
        _ number: Int32, _ milliseconds: Int
    ) async {
        await #expect(processExitsWith: .exitCode(75)) { [number, milliseconds] in
            let (signals, requests) = (TickCounter(), TickCounter())
            let watcher = SignalWatcher(
                raising: InterruptFlag(), clock: TrainingClock { .milliseconds(milliseconds * signals.next()) },
                onRequest: { _ = requests.next() })
            for count in 1...3 {
                kill(getpid(), number)
                SignalTests.wait { signals.value >= count }
            }
            withExtendedLifetime(watcher) { exit(requests.value == 1 ? 75 : 1) }
        }
    }

    @Test func `SIGTERM again does not end the process that is about to end`() async {
        await #expect(processExitsWith: .exitCode(75)) {
            let flag = InterruptFlag()
            let watcher = SignalWatcher(raising: flag)
            kill(getpid(), SIGTERM)
            SignalTests.wait { flag.isRaised }
            watcher.stop()
            kill(getpid(), SIGTERM)
            exit(75)
        }
    }

    @Test func `signals that did not come are given back`() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let watcher = SignalWatcher(raising: InterruptFlag())
            watcher.stop()
            kill(getpid(), SIGTERM)
            SignalTests.wait { false }
        }
    }

    /// Waits for what a signal's handler does on another thread; after ten seconds it is not going to happen.
    private static func wait(until isDone: () -> Bool) {
        for _ in 0..<10_000 where !isDone() { usleep(1000) }
    }
}
