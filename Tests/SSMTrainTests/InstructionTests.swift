import Foundation
import SSMContext
import SSMStore
import SSMTensor
import SSMText
import SSMTrain
import Testing

struct InstructionTests {
    private typealias Reason = InstructionCounts.Reason

    /// The rows that the training of some data takes, in the order of the files.
    private func rows(_ data: InstructionData) throws -> [String] {
        try data.training.map { try data.sample(of: $0).id }
    }

    @Test func `defaults are the numbers of the paper`() throws {
        let files = try InstructionFiles("defaults")
        let configuration = try files.configuration([
            files.source("a.jsonl", "openorca", #""subset": "long""#), files.source("b.json", "longalpaca"),
            files.source("a.jsonl", "openorca", #""subset": "normal""#),
        ])
        #expect(configuration.limits.truncateTo == 6000 && configuration.limits.keepFirst == 1000)
        #expect(configuration.limits.heldOut == 0.01)
        #expect(configuration.sources.map(\.promptAbove) == [700, 700, 0])
        #expect(configuration.sources.map(\.totalBelow) == [6010, 6010, 6000])
        #expect(configuration.sources.map(\.rows) == [nil, nil, 500_000])
        #expect(configuration.sources.map(\.keep) == [nil, nil, 300_000])
        #expect(configuration.longest == 6009)
        let written = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(InstructionConfiguration.self, from: written) == configuration)
        let scaled = try files.configuration(
            [files.source("a.jsonl", "openorca", #""subset": "normal", "rows": null, "keep": 3"#)],
            #""truncate-to": 64, "keep-first": 8"#)
        #expect(scaled.sources[0].totalBelow == 64 && scaled.sources[0].rows == nil && scaled.sources[0].keep == 3)
    }

    /// Limits of the tests, a hundredth of the paper's: prompts above 7, cut to 60 behind the first 10, totals below 62.
    private static let limits = #""truncate-to": 60, "keep-first": 10, "held-out": 0"#
    private static let long = #""prompt-above": 7, "total-below": 62"#

    @Test func `prompts are filtered by the lengths that they have after they were cut`() throws {
        let files = try InstructionFiles("filters")
        // Tokens of prompt and response; the total has one more.
        let path = try files.orca([
            (0, 5), (9, 0), (7, 5), (8, 5),  // no prompt, no response, too short, just long enough
            (40, 19), (40, 20), (200, 20),  // 60 in all; 61, cut by one; 221, cut to 60
            (11, 50), (10, 50), (10, 51), (12, 80),  // 62 cut to 61; 61 and uncut; 62 and too long; 93 cut to 91
        ])
        let data = try files.data([files.source(path, "openorca", Self.long)], Self.limits)
        let counts = data.report.sources[0]
        #expect(counts.read == 11 && counts.kept == 6 && counts.cut == 3)
        #expect(counts.dropped == [.emptyPrompt: 1, .emptyResponse: 1, .shortPrompt: 1, .longResponse: 2])
        #expect(try rows(data) == [4, 5, 6, 7, 8, 9].map { "orca.jsonl:\($0)" })
        #expect(
            data.report.lines[0] == "\(path): 11 rows read, 6 kept (3 with a cut prompt); dropped: 1 without a prompt, "
                + "1 without a response, 1 with too short a prompt, 2 with too long a response")
    }

    @Test func `an example keeps the head of its prompt and its response, with the end behind it`() throws {
        let files = try InstructionFiles("cut")
        let prompt = (0..<95).map { "\($0 % 10)" }.joined()
        let path = try files.write(
            #"[{"instruction": "\#(prompt)", "output": "4321"}]"#, to: "alpaca.json")
        let data = try files.data([files.source(path, "longalpaca", Self.long)], Self.limits)
        let sample = try data.sample(of: data.training[0])
        #expect(sample.contextText == prompt && sample.questions[0].answers == ["4321"])
        let encoded = try sample.trainingExample.encoded(with: files.tokenizer)
        let example = data.shaped(encoded, with: files.tokenizer)
        // 95 + 4 + 1 tokens: 40 go, behind the first ten.
        let kept = String(prompt.prefix(10) + prompt.dropFirst(50))
        #expect(example.tokens.count == 60)
        #expect(files.tokenizer.decode(example.tokens) == kept + "4321<|endoftext|>")
        // Loss where the response and its end are predicted, and nowhere else.
        let learnt = example.isTarget.indices.filter { example.isTarget[$0] }
        #expect(learnt == Array(54...58))
        #expect(files.tokenizer.decode(learnt.map { example.targets[$0] }) == "4321<|endoftext|>")
    }

    @Test func `one file has rows for several sources, of which one keeps some`() throws {
        let files = try InstructionFiles("mixture")
        let orca = try files.orca((0..<40).map { (prompt: $0 % 2 == 0 ? 30 : 5, response: 4) })
        let alpaca = try files.alpaca([(20, 5), (100, 5), (3, 5)])
        let sources = [
            files.source(orca, "openorca", Self.long), files.source(alpaca, "longalpaca", Self.long),
            files.source(orca, "openorca", #""subset": "normal", "rows": 30, "keep": 8, "total-below": 20"#),
        ]
        let data = try files.data(sources, Self.limits)
        let report = data.report
        #expect(report.files.map(\.path) == [orca, alpaca])
        #expect(report.sources.map(\.read) == [40, 3, 30])
        #expect(report.sources.map(\.kept) == [20, 2, 8])
        #expect(report.sources[0].dropped == [.shortPrompt: 20])
        #expect(report.sources[1].dropped == [.shortPrompt: 1])
        // Of the first 30 rows 15 have 35 tokens and 15 have 10.
        #expect(report.sources[2].dropped == [.tooLong: 15, .beyondKeep: 7])
        for counts in report.sources {
            #expect(counts.read == counts.kept + counts.dropped.values.reduce(0, +))
        }
        #expect(report.training == 30 && report.heldOut == 0 && report.copies == 0)
        let chosen = Array(try rows(data).suffix(8))
        let numbers = chosen.compactMap { $0.split(separator: ":").last.flatMap { Int($0) } }
        #expect(numbers == numbers.sorted() && Set(numbers).count == 8)
        #expect(numbers.allSatisfy { $0 <= 30 && $0 % 2 == 0 })
        #expect(numbers != Array(stride(from: 2, through: 16, by: 2)), "the first eight are no random choice")
        #expect(try files.data(sources, Self.limits).training == data.training)
    }

    @Test func `training never sees a prompt that is held out`() throws {
        let files = try InstructionFiles("held-out")
        // Each prompt stands in the file three times.
        let lines = (0..<60).map { #"{"question": "\#(files.digits(20, $0 % 20))", "response": "\#($0)"}"# }
        let path = try files.write(lines.joined(separator: "\n"), to: "orca.jsonl")
        let data = try files.data(
            [files.source(path, "openorca", Self.long)], #""truncate-to": 60, "keep-first": 10, "held-out": 0.09"#)
        func prompts(_ entries: [InstructionEntry]) throws -> Set<String> {
            Set(try entries.map { try data.sample(of: $0).contextText })
        }
        let (seen, unseen) = (try prompts(data.training), try prompts(data.heldOut))
        #expect(seen.isDisjoint(with: unseen))
        #expect(data.heldOut.count == unseen.count && (2...6).contains(unseen.count))
        #expect(data.training.count == 60 - 3 * unseen.count)
        #expect(data.report.copies == 2 * unseen.count)
        let error = #expect(throws: InstructionError.self) {
            try files.data(
                [files.source(path, "openorca", Self.long)], #""truncate-to": 60, "keep-first": 10, "held-out": 0.99"#)
        }
        #expect(error == .nothingToTrain(kept: 60))
    }

    @Test func `every epoch takes each example once, in an order of its own`() {
        let key = RandomKey(seed: 3)
        let order = EpochOrder(count: 50, key: key)
        let places = (0..<150).map { order.place(of: $0) }
        let epochs = [0, 50, 100].map { Array(places[$0..<$0 + 50]) }
        for epoch in epochs { #expect(epoch.sorted() == Array(0..<50)) }
        #expect(Set(epochs).count == 3 && !epochs.contains(Array(0..<50)))
        // From any index on, and for nothing but the key.
        #expect([149, 0, 70].map { EpochOrder(count: 50, key: key).place(of: $0) } == [149, 0, 70].map { places[$0] })
        let other = EpochOrder(count: 50, key: RandomKey(seed: 4))
        #expect((0..<50).map { other.place(of: $0) } != epochs[0])
    }

    @Test func `names that differ in Unicode alone are not taken for each other`() throws {
        let files = try InstructionFiles("names")
        let path = try files.write(
            #"{"re\u0301sponse": 1, "r\u00e9sponse": 2, "question": "12345678", "response": "9"}"#, to: "orca.jsonl")
        let data = try files.data([files.source(path, "openorca", Self.long)], Self.limits)
        #expect(try data.sample(of: data.training[0]).questions[0].target == "9")
    }
}
