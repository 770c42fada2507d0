import Foundation
import SSMTrain
import Testing

@Suite struct MetricsLogTests {
    private func report(_ stage: String, _ step: Int) -> MetricsRow {
        .training(
            StepReport(
                stage: stage, step: step, steps: 9, loss: 1.5, learningRate: 0.1, gradientNorm: 2, tokens: 64,
                length: 16, seconds: 3))
    }

    private func validation(_ step: Int) -> MetricsRow {
        .validation(
            ValidationReport(stage: "base", step: step, result: ValidationResult(samples: 3, accuracy: 1), seconds: 4))
    }

    @Test func `rows are read back as they were written, and say their kind`() throws {
        let folder = try TemporaryFolder("log")
        let url = folder.url.appendingPathComponent("metrics.jsonl")
        let log = try MetricsLog(url, stage: "base", keepingThrough: 0)
        let rows = [report("base", 1), validation(1)]
        for row in rows { try log.append(row) }
        #expect(try MetricsLog.rows(in: url) == rows)
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].contains(#""kind":"training""#))
        #expect(lines[1].contains(#""kind":"validation""#))
    }

    @Test func `opening drops the stage's later rows, a torn last line, and nothing else`() throws {
        let folder = try TemporaryFolder("truncate")
        let url = folder.url.appendingPathComponent("metrics.jsonl")
        let log = try MetricsLog(url, stage: "base", keepingThrough: 0)
        for row in [report("first", 9), report("base", 1), validation(1), report("base", 2), validation(2)] {
            try log.append(row)
        }
        let whole = try Data(contentsOf: url)
        try (whole + Data(#"{"kind":"training","st"#.utf8)).write(to: url)
        let resumed = try MetricsLog(url, stage: "base", keepingThrough: 1)
        try resumed.append(report("base", 2))
        #expect(
            try MetricsLog.rows(in: url) == [report("first", 9), report("base", 1), validation(1), report("base", 2)])
    }

    @Test func `a file of something else is not overwritten`() throws {
        let folder = try TemporaryFolder("other")
        let url = folder.url.appendingPathComponent("metrics.jsonl")
        let content = Data("precious\nnotes\n".utf8)
        try content.write(to: url)
        let expected = TrainingError.metrics(
            file: url.path, problem: "line 1 is no row of metrics; move the file away")
        #expect(throws: expected) { try MetricsLog(url, stage: "base", keepingThrough: 0) }
        #expect(try Data(contentsOf: url) == content)
    }
}
