import Foundation
import SSMTensor
import SSMText
import Testing

@Suite struct SamplerTests {
    private let logits: [Float] = [1.5, -0.5, 0.25, 3, 0, -2, 2.75, 1]

    /// Tokens drawn one after the other from the same logits.
    private func draws(
        _ count: Int, _ options: SamplingOptions, from logits: [Float]? = nil, size: Int? = nil, seed: UInt64 = 1,
        prompt: [TokenID] = []
    ) throws -> [TokenID] {
        let logits = logits ?? self.logits
        var sampler = Sampler(
            options, vocabularySize: size ?? logits.count, prompt: prompt, key: RandomKey(seed: seed))
        return try (0..<count).map { _ in try sampler.next(from: logits.span) }
    }

    @Test func `the distribution after every filter is that of transformers`() throws {
        let cases = try SamplingCase.all()
        #expect(cases.count == 60)
        for sample in cases {
            var scores = sample.scores
            let penalty = Float(sample.options.repetitionPenalty)
            for token in Set(sample.history) { scores[Int(token)] *= scores[Int(token)] < 0 ? penalty : 1 / penalty }
            let found = TokenDistribution(scores, sample.options).probabilities
            // Which of several equal tokens top-p keeps is left to the sorting there.
            let isTied = sample.name == "tied"
            let (ours, theirs) =
                isTied ? (found.sorted(), sample.probabilities.sorted()) : (found, sample.probabilities)
            for (token, (here, there)) in zip(ours, theirs).enumerated() {
                #expect((here == 0) == (there == 0), "\(sample), token \(token)")
                #expect(abs(here - there) < 1e-6, "\(sample), token \(token)")  // transformers computes in single
            }
        }
    }

    @Test func `of equal tokens the first ones stay`() throws {
        let options = try SamplingOptions(temperature: 1, topP: 0.5)
        let scores: [Float] = [1, 2, 2, 2, 2, 1]
        #expect(TokenDistribution(scores, options).weights.map { $0 > 0 } == [false, true, true, true, false, false])
    }

    @Test func `draws follow the distribution of transformers`() throws {
        for sample in try SamplingCase.all() where sample.name == "spread" {
            let count = 2000
            var found = [Double](repeating: 0, count: sample.probabilities.count)
            // A sampler of its own for each draw, so that the history stays that of the case.
            for draw in 0..<count {
                let token = try draws(
                    1, sample.options, from: sample.scores, seed: UInt64(draw), prompt: sample.history)[0]
                found[Int(token)] += 1
            }
            #expect(try isLikely(found, sample.probabilities, count: count), "\(sample)")
        }
    }

    @Test func `draws of one sampler follow the softmax, step by step`() throws {
        let options = try SamplingOptions(temperature: 0.8)
        let count = 20_000
        let tokens = try draws(count, options)
        let weights = logits.map { exp(Double($0) / 0.8) }
        let shares = weights.map { $0 / weights.reduce(0, +) }
        var found = [Double](repeating: 0, count: logits.count)
        var pairs = [Double](repeating: 0, count: logits.count * logits.count)
        for token in tokens { found[Int(token)] += 1 }
        for (first, second) in zip(tokens, tokens.dropFirst()) { pairs[Int(first) * logits.count + Int(second)] += 1 }
        #expect(try isLikely(found, shares, count: count))
        let independent = shares.flatMap { first in shares.map { first * $0 } }
        #expect(try isLikely(pairs, independent, count: count - 1), "one draw says nothing of the next")
        let other = logits.map { exp(Double($0)) }
        let wrong = other.map { $0 / other.reduce(0, +) }
        #expect(try !isLikely(found, wrong, count: count), "another temperature would be noticed")
    }

    /// Whether counts are no rarer than one in about 100,000, by Pearson's chi-square; rare tokens count as one.
    private func isLikely(_ found: [Double], _ shares: [Double], count: Int) throws -> Bool {
        var statistic = 0.0
        var classes = 0
        var rest = (found: 0.0, expected: 0.0)
        for (seen, share) in zip(found, shares) {
            if share == 0, seen > 0 { return false }
            let expected = share * Double(count)
            guard expected >= 5 else {
                rest = (rest.found + seen, rest.expected + expected)
                continue
            }
            statistic += (seen - expected) * (seen - expected) / expected
            classes += 1
        }
        if rest.expected >= 5 {
            statistic += (rest.found - rest.expected) * (rest.found - rest.expected) / rest.expected
            classes += 1
        }
        // Wilson and Hilferty: the cube root of chi-square over its degrees of freedom is nearly normal.
        let freedom = Double(max(classes - 1, 1))
        let spread = (2 / (9 * freedom)).squareRoot()
        return (cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / spread < 4.3
    }

    @Test func `greedy takes the greatest logit, of equal ones the first`() throws {
        #expect(try draws(3, .greedy) == [3, 3, 3])
        #expect(try draws(1, .greedy, from: [1, 2, 2, 2, 0]) == [1])
        #expect(try draws(1, .greedy, from: [-.infinity, -5, -.infinity]) == [1])
    }

    @Test func `greedy with a penalty moves on`() throws {
        let options = try SamplingOptions(repetitionPenalty: 2)
        // 3 becomes 1.5, then 2.75 becomes 1.375; the two 1.5 are equal, and the first is taken.
        #expect(try draws(3, options) == [3, 6, 0])
        #expect(try draws(1, options, prompt: [3, 3]) == [6], "a token seen twice is penalised once")
        #expect(try draws(1, options, from: [-1, -3], prompt: [0]) == [0])
        #expect(try draws(1, options, from: [-1, -1.5], prompt: [0, 700]) == [1])
    }

    @Test(arguments: [1e-3, 1e-30, Double.leastNonzeroMagnitude])
    func `a tiny temperature is greedy`(_ temperature: Double) throws {
        #expect(try draws(50, SamplingOptions(temperature: temperature)) == Array(repeating: 3, count: 50))
    }

    @Test func `top-k of one and a tiny top-p are greedy`() throws {
        #expect(try draws(50, SamplingOptions(temperature: 5, topK: 1)) == Array(repeating: 3, count: 50))
        #expect(try draws(50, SamplingOptions(temperature: 5, topP: 1e-9)) == Array(repeating: 3, count: 50))
    }

    @Test func `equal seeds give equal tokens, and other seeds others`() throws {
        let options = try SamplingOptions(temperature: 2)
        #expect(try draws(100, options, seed: 7) == draws(100, options, seed: 7))
        #expect(try draws(100, options, seed: 7) != draws(100, options, seed: 8))
    }

    @Test func `rows of the model beyond the tokenizer's tokens are never chosen`() throws {
        let padded = logits + [90, 100, .nan]
        #expect(try draws(3, .greedy, from: padded, size: logits.count) == [3, 3, 3])
        let options = try SamplingOptions(temperature: 3, topP: 0.9)
        #expect(try draws(200, options, from: padded, size: logits.count) == draws(200, options))
    }

    @Test(arguments: [Float.nan, .infinity], [SamplingOptions.greedy, try? SamplingOptions(temperature: 1)])
    func `a logit that is no number is an error that names the token`(
        _ value: Float, _ options: SamplingOptions?
    ) throws {
        let options = try #require(options)
        var sampler = Sampler(options, vocabularySize: 4, key: RandomKey(seed: 1), name: "one")
        _ = try sampler.next(from: ([1, 2, 3, 4] as [Float]).span)
        let error = SamplingError.notFinite(sequence: "one", step: 1, token: 2, value: "\(value)")
        #expect(throws: error) { try sampler.next(from: ([1, 2, value, 4] as [Float]).span) }
        #expect("\(error)".contains("prompt 'one': after 1 generated tokens the logit of token 2 is \(value)"))
    }

    @Test func `nothing to choose is an error`() throws {
        #expect(throws: SamplingError.nothingToChoose(sequence: "", step: 0)) {
            try draws(1, .greedy, from: [-.infinity, -.infinity, 1], size: 2)
        }
    }

    @Test func `options that make no sense are refused by name`() {
        func refusal(_ make: () throws -> SamplingOptions) -> String {
            do {
                return "accepted: \(try make())"
            } catch {
                return "\(error)"
            }
        }
        for value in [-0.1, .nan, .infinity] {
            #expect(refusal { try SamplingOptions(temperature: value) }.contains("temperature is"))
            #expect(refusal { try SamplingOptions(repetitionPenalty: value) }.contains("penalty is"))
        }
        for value in [0, -0.1, 1.01, .nan] {
            #expect(refusal { try SamplingOptions(topP: value) }.contains("top-p is"))
        }
        for value in [0, -1] { #expect(refusal { try SamplingOptions(topK: value) }.contains("top-k is")) }
        #expect(refusal { try SamplingOptions(repetitionPenalty: 0) }.contains("penalty is"))
    }

    @Test func `options are read and written, and checked when read`() throws {
        let options = try SamplingOptions(temperature: 0.5, topK: 3, topP: 0.25, repetitionPenalty: 1.5)
        let text = try JSONEncoder().encode(options)
        #expect(try JSONDecoder().decode(SamplingOptions.self, from: text) == options)
        #expect(try JSONDecoder().decode(SamplingOptions.self, from: Data("{}".utf8)) == .greedy)
        #expect(throws: SamplingError.self) {
            try JSONDecoder().decode(SamplingOptions.self, from: Data(#"{"top-p": 2}"#.utf8))
        }
    }
}
