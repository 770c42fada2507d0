import SSMTensor
import SSMTrain
import Testing

@Suite struct ProgressLineTests {
    private func report(_ step: Int, seconds: Double) -> TrainingEvent {
        .step(
            StepReport(
                stage: "base", step: step, steps: 100, loss: 0.5, targetAccuracy: 0.25, learningRate: 0.1,
                gradientNorm: 1, tokens: 640 * step, tokensPerSecond: 320.4, length: 64, seconds: seconds))
    }

    private func output(isTerminal: Bool, _ events: [TrainingEvent]) -> String {
        var text = ""
        var line = ProgressLine(isTerminal: isTerminal) { text += $0 }
        for event in events { line.show(event) }
        return text
    }

    @Test func `elsewhere than on a terminal a line comes every ten seconds, and at the end`() {
        let events = (1...100).map { report($0, seconds: Double($0) / 2) }
        let lines = output(isTerminal: false, events).split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines[1] == "base 21/100  loss 0.5000  accuracy 0.2500  length 64  320 tokens/s  40 s left")
        #expect(lines.last?.hasPrefix("base 100/100") == true)
        #expect(lines.last?.hasSuffix("0 s left") == true)
    }

    @Test func `on a terminal the line is redrawn, and other news stand above it`() {
        let text = output(
            isTerminal: true,
            [
                report(1, seconds: 1), report(2, seconds: 1.05), report(3, seconds: 2),
                .lengthened(stage: "base", step: 4, length: 96),
            ])
        let drawn = text.split(separator: "\r\u{1B}[K", omittingEmptySubsequences: true)
        #expect(drawn.count == 2)
        #expect(text.hasSuffix("\nbase: length 96 from step 4 on\n"))
    }

    @Test func `the time left counts from where the run went on`() throws {
        var progress = TrainingProgress(
            stage: try StageConfiguration(steps: 100), dataLength: 16, key: RandomKey(seed: 1))
        progress.step = 50
        progress.seconds = 1000
        let text = output(isTerminal: false, [.began(progress, skipped: []), report(60, seconds: 1100)])
        #expect(text.contains("goes on after step 50"))
        #expect(text.contains("6 min 40 s left"))
    }

    @Test func `validations and passed over checkpoints are told`() throws {
        let progress = TrainingProgress(stage: try StageConfiguration(), dataLength: 16, key: RandomKey(seed: 1))
        let text = output(
            isTerminal: false,
            [
                .began(progress, skipped: ["step-2.h5: damaged"]),
                .validated(
                    ValidationReport(
                        stage: "base", step: 7, result: ValidationResult(samples: 2, loss: 0.25, accuracy: 0.5),
                        seconds: 1)),
                .finished(stage: "base", step: 9),
            ])
        #expect(
            text == "base: a checkpoint is passed over: step-2.h5: damaged\n"
                + "base 7: validation loss 0.2500, accuracy 0.5000\nbase: 9 steps done\n")
    }
}
