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
                    while !flag.isRaised { usleep(1000) }
                })
        }
        #expect(try run.checkpoints.steps() == [3])
    }
}
