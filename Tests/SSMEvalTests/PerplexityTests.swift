import Foundation
import SSMContext
import SSMEval
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// Likelihoods and what is made of them, beside naive computations.
@Suite struct PerplexityTests {
    private let model: LanguageModel
    private let documents: [PerplexityDocument]
    private let endOfText: TokenID = 3

    init() throws {
        model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
        documents = [150, 61, 1].enumerated().map { index, count in
            PerplexityDocument(name: "\(index)", tokens: TinyModel.tokens(count, key: RandomKey(seed: UInt64(index))))
        }
    }

    private func scorer(batchRows: Int, model: LanguageModel? = nil) throws -> PerplexityScorer {
        let runtime = try StrategyRuntime(
            model: model ?? self.model, stack: StrategyStack(), parameters: ParameterTree())
        return PerplexityScorer(runtime, endOfText: endOfText, batchRows: batchRows, key: testKey)
    }

    /// The window alone: its logits, and the softmax of each in double precision.
    private func naiveLoss(of window: PerplexityWindow) throws -> Double {
        let document = documents[window.document].tokens
        let tokens = window.read.map { $0 < 0 ? endOfText : document[$0] }
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
            outputs: ForwardOutputs(logits: .surviving))
        let logits = try #require(try model.forward(request, meter: CostMeter()).logits).values
        return window.scored.reduce(0.0) { sum, place in
            let row = place - window.read.lowerBound - 1
            let values = logits.rows(row..<(row + 1)).values.map { Double($0) }
            let normalizer = log(values.reduce(0) { $0 + exp($1) })
            return sum + normalizer - values[Int(document[place])]
        }
    }

    @Test(arguments: ["last-5", "stride:8", "stride:20", "disjoint"], [1, 70, 10_000])
    func `losses are those of every window alone, however they are packed`(_ name: String, _ rows: Int) throws {
        let measured = try #require(PerplexityProtocol(name))
        let windows = documents.enumerated().flatMap {
            measured.windows(of: $0, count: $1.tokens.count, length: 20)
        }
        var batches: [(rows: Int, done: Int)] = []
        let losses = try scorer(batchRows: rows).losses(of: windows, in: documents) { batches.append(($0, $1)) }
        #expect(losses.count == windows.count && batches.last?.done == windows.count)
        #expect(batches.reduce(0) { $0 + $1.rows } == windows.reduce(0) { $0 + $1.rows })
        #expect(batches.allSatisfy { $0.rows <= max(rows, 20) })
        for (window, loss) in zip(windows, losses) {
            #expect(loss.document == window.document && loss.tokens == window.scored.count)
            let expected = try naiveLoss(of: window)
            #expect(abs(loss.sum - expected) < 1e-4 * Double(loss.tokens), "\(window): \(loss.sum), not \(expected)")
        }
    }

    @Test func `the loss of transformers is met on its own sequences`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Fixtures/mamba").standardizedFileURL
        let device = Device(workers: 1)
        let golden = try LoadedModel(contentsOf: folder, on: device).model
        let file = try GoldenFile(contentsOf: folder.appendingPathComponent("golden.safetensors"))
        let ids = try file.integers("input_ids").map { TokenID($0) }
        let texts = [ids.prefix(96), ids.suffix(96)].map { PerplexityDocument(name: "golden", tokens: Array($0)) }
        let measured = PerplexityProtocol.stride(96)
        let windows = texts.indices.flatMap { measured.windows(of: $0, count: 96, length: 96) }
        let losses = try scorer(batchRows: 1000, model: golden).losses(of: windows, in: texts)
        let estimate = try #require(
            PerplexityEstimate(losses, aggregation: measured.aggregation, statistics: Statistics(key: testKey)))
        let expected = Double(try file.floats("loss")[0])
        #expect(abs(estimate.meanLoss - expected) < 1e-4, "\(estimate.meanLoss), not \(expected)")
        #expect(estimate.tokens == 190 && abs(estimate.perplexity / exp(expected) - 1) < 1e-4)
    }

    @Test func `windows and tokens are averaged as the protocols have it`() throws {
        let losses = [
            WindowLoss(document: 0, sum: 6, tokens: 3), WindowLoss(document: 0, sum: 4, tokens: 1),
            WindowLoss(document: 4, sum: 3, tokens: 3),
        ]
        let statistics = Statistics(key: testKey)
        let byWindow = try #require(PerplexityEstimate(losses, aggregation: .windows, statistics: statistics))
        #expect(abs(byWindow.meanLoss - 7.0 / 3) < 1e-12 && byWindow.tokens == 7 && byWindow.windows == 3)
        #expect(byWindow.documents == 2 && byWindow.unit == .documents && byWindow.method == .student)
        let byToken = try #require(PerplexityEstimate(losses, aggregation: .tokens, statistics: statistics))
        #expect(abs(byToken.meanLoss - 13.0 / 7) < 1e-12)
        #expect(abs(byToken.perplexity - exp(13.0 / 7)) < 1e-12)
        // Cochran's ratio: residuals of the documents' sums, 10 - 4 m and 3 - 3 m.
        let mean = 13.0 / 7
        let error = ((pow(10 - 4 * mean, 2) + pow(3 - 3 * mean, 2)) * 2).squareRoot() / 7
        let half = error * Student.quantile(0.975, degreesOfFreedom: 1)
        let interval = try #require(byToken.interval)
        #expect(abs(log(interval.lowerBound) - (mean - half)) < 1e-9)
        #expect(abs(log(interval.upperBound) - (mean + half)) < 1e-9)
        let rates = byToken.rates(words: 4, bytes: 20)
        #expect(abs(rates.word - exp(13.0 / 4)) < 1e-9 && abs(rates.byte - exp(13.0 / 20)) < 1e-12)
        #expect(abs(rates.bitsPerByte - 13.0 / 20 / log(2)) < 1e-12)
    }

    @Test func `documents are drawn whole, windows only where there is one document`() throws {
        var generator = testKey.generator
        // Forty documents, each with windows that hardly differ: they must not count as independent.
        let losses = (0..<40).flatMap { document -> [WindowLoss] in
            let level = 2 + generator.normal() / 4
            return (0..<25).map { _ in
                WindowLoss(document: document, sum: level + generator.normal() / 1000, tokens: 1)
            }
        }
        let statistics = Statistics(key: testKey)
        let clustered = try #require(PerplexityEstimate(losses, aggregation: .tokens, statistics: statistics))
        let half = 1.96 * 0.25 / 40.0.squareRoot()
        let interval = try #require(clustered.interval)
        #expect(clustered.method == .bootstrap && clustered.unit == .documents)
        #expect((0.6...1.5).contains((log(interval.upperBound) - log(interval.lowerBound)) / (2 * half)))
        #expect(interval.contains(clustered.perplexity))
        let again = try #require(PerplexityEstimate(losses, aggregation: .tokens, statistics: statistics))
        #expect(again == clustered, "the same key gives another interval")
        let single = losses.filter { $0.document == 0 }
        let one = try #require(PerplexityEstimate(single, aggregation: .tokens, statistics: statistics))
        #expect(one.unit == .windows && one.method == .student && one.documents == 1 && one.windows == 25)
        let window = try #require(
            PerplexityEstimate([single[0]], aggregation: .windows, statistics: statistics))
        #expect(window.interval == nil && window.method == nil)
        #expect(PerplexityEstimate([], aggregation: .windows, statistics: statistics) == nil)
    }

    /// The counts are those of Python: len(text.encode()) and len(re.split(r"\s+", text)).
    @Test(arguments: [
        ("", 0, 1), ("one", 3, 1), ("a b", 3, 2), (" a  b\n", 6, 4), ("a\u{1c}\u{1f}b", 4, 2),
        ("a\u{a0}b\u{85}c", 7, 3),
        ("a\u{3000}b\u{2009}c\u{200b}d", 13, 3), ("é\u{1680}\u{205f}\u{2028}x", 12, 2), ("\t\r\n", 3, 2),
        ("日本 語", 10, 2),
        ("😀 😀", 9, 2), ("a\u{180e}b", 5, 1),
    ])
    func `words and bytes are counted as the harness counts them`(_ text: String, _ bytes: Int, _ words: Int) {
        var whole = TextSize()
        whole.add(text.utf8)
        #expect(whole.bytes == bytes && whole.words == words)
        var pieces = TextSize()
        for byte in text.utf8 { pieces.add([byte]) }
        #expect(pieces.bytes == bytes && pieces.words == words)
    }
}
