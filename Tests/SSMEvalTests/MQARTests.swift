import Foundation
import SSMContext
import SSMEval
import SSMTensor
import SSMText
import Testing

struct MQARTests {
    private func task(symbols: Int, pairs: Int, randomFiller: Bool = false, power: Double = 0.01) throws -> MQARTask {
        var configuration = MQARConfiguration()
        configuration.symbols = symbols
        configuration.pairs = pairs
        configuration.randomFiller = randomFiller
        configuration.power = power
        return try MQARTask(configuration)
    }

    /// The symbols and labels (-1: none) of a sample, with symbols numbered as the task does.
    private func sequence(_ sample: Sample, _ task: MQARTask) throws -> (symbols: [Int], labels: [Int]) {
        // Token 0 is the end of a text; symbol i is token i + 1.
        let encoded = try sample.trainingExample.encoded(with: try task.words)
        return (
            encoded.tokens.map { Int($0) - 1 },
            encoded.targets.indices.map { encoded.isTarget[$0] ? Int(encoded.targets[$0]) - 1 : -1 }
        )
    }

    @Test func `has the shape of the original`() throws {
        let task = try task(symbols: 32, pairs: 2)
        for index in 0..<50 {
            let (symbols, labels) = try sequence(task.trainingSample(index, length: 16, key: testKey), task)
            #expect(symbols.count == 16)
            let pairs = [symbols[0]: symbols[1], symbols[2]: symbols[3]]
            #expect(pairs.count == 2)
            #expect(pairs.keys.allSatisfy { (1..<16).contains($0) })
            #expect(pairs.values.allSatisfy { (16..<32).contains($0) } && Set(pairs.values).count == 2)
            let labelled = labels.indices.filter { labels[$0] != -1 }
            #expect(labelled.count == 2)
            #expect(labelled.allSatisfy { $0 >= 4 && $0 % 2 == 0 })
            for row in labelled { #expect(labels[row] == pairs[symbols[row]]) }
            #expect(symbols.indices.allSatisfy { $0 < 4 || labelled.contains($0) || symbols[$0] == 0 })
        }
    }

    @Test func `random filler replaces every blank`() throws {
        let task = try task(symbols: 8_192, pairs: 4, randomFiller: true)
        let (symbols, labels) = try sequence(task.trainingSample(0, length: 512, key: testKey), task)
        #expect(symbols.count { $0 == 0 } <= 2)
        #expect(Set(symbols).count > 450)
        #expect(labels.count { $0 != -1 } == 4)
    }

    @Test func `early gaps are preferred by the power law`() throws {
        let task = try task(symbols: 64, pairs: 1)
        var counts = [Int](repeating: 0, count: 8)
        for index in 0..<2_000 {
            let sample = try task.trainingSample(index, length: 18, key: testKey)
            let (_, labels) = try sequence(sample, task)
            let row = try #require(labels.firstIndex { $0 != -1 })
            counts[(row - 2) / 2] += 1
        }
        let weights = (0..<8).map { pow(Double($0 + 1), -0.99) }
        let total = weights.reduce(0, +)
        for (count, weight) in zip(counts, weights) {
            let expected = 2_000 * weight / total
            #expect(abs(Double(count) - expected) < 4 * expected.squareRoot(), "\(counts)")
        }
    }

    @Test func `a prompt is the sequence up to its key`() throws {
        let task = try task(symbols: 64, pairs: 3, randomFiller: true)
        let sample = try task.samples([24], count: 1)[0]
        let whole = sample.trainingExample.text
        for (index, prompt) in sample.prompts.enumerated() {
            #expect(whole.hasPrefix(prompt.text))
            let key = sample.questions[index].cue
            #expect(prompt.text.hasSuffix(key))
            #expect(sample.evidenceText(for: index) == key + sample.questions[index].target)
        }
    }

    @Test func `odd lengths and depths are errors`() throws {
        let task = try task(symbols: 64, pairs: 2)
        #expect(throws: TaskError.tooShort(task: "mqar", length: 6, needed: 8)) {
            try task.trainingSample(0, length: 6, key: testKey)
        }
        #expect(throws: TaskError.self) { try task.trainingSample(0, length: 17, key: testKey) }
        #expect(throws: TaskError.self) { try task.samples([16], depths: [0.5]) }
    }
}
