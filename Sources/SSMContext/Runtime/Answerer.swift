import Foundation
import SSMModel
import SSMTensor
import SSMText

/// The innermost answering: packed prefill, then decoding of a batch.
struct Answerer {
    let runtime: StrategyRuntime
    let tokenizer: any Tokenizer
    let options: AnswerOptions
    let meter: CostMeter

    func answer(_ prompts: [Prompt]) throws -> [Answer] {
        try read(prompts) { batch, read in
            let decoded = try decode(read, limits: batch.map { prompts[$0].limits }, observer: options.observer)
            return batch.indices.map { index in
                Answer(decoded[index], to: prompts[batch[index]].id, retention: read.retention[index])
            }
        }
    }

    /// Reads prompts, as many at a time as the options allow, and makes something of each.
    ///
    /// - Parameter use: is given the indices of the prompts that were read, and makes one result of each, in order.
    /// - Returns: the results in the order of the prompts.
    func read<Result>(_ prompts: [Prompt], _ use: ([Int], Prefilled) throws -> [Result]) throws -> [Result] {
        let encoded = try prompts.map(encoded)
        var results: [Int: Result] = [:]
        func finish(_ batch: [Int], _ read: Prefilled) throws {
            for (index, result) in zip(batch, try use(batch, read)) { results[index] = result }
        }
        switch options.ask {
        case .prompt:
            for batch in batches(encoded.map(\.tokens.count)) {
                let items = batch.map { index in
                    PrefillItem(encoded[index].tokens, id: encoded[index].id, evidence: encoded[index].evidence)
                }
                try finish(batch, prefill(items))
            }
        case .afterReading:
            let contexts = try contexts(of: prompts)
            for batch in batches(contexts.map { encoded[$0[0]].contextRows }) {
                let members = batch.map { contexts[$0] }
                try finish(members.flatMap(\.self), readAfterContexts(members, of: encoded, prompts))
            }
        }
        return prompts.indices.compactMap { results[$0] }
    }

    /// The prompts of each context, in order.
    private func contexts(of prompts: [Prompt]) throws(StrategyError) -> [[Int]] {
        if let first = prompts.first(where: \.isQueryFirst) {
            throw .unsupported(
                strategy: "runtime",
                reason: "prompt '\(first.id)' asks before the context, so 'ask: after-reading' cannot share it")
        }
        return Dictionary(grouping: prompts.indices) { prompts[$0].contextID }.values.sorted { $0[0] < $1[0] }
    }

    /// Reads each context once, and goes on with each of its questions from the state.
    ///
    /// - Parameter contexts: the indices of the prompts of each context.
    private func readAfterContexts(
        _ contexts: [[Int]], of encoded: [EncodedPrompt], _ prompts: [Prompt]
    ) throws -> Prefilled {
        let read = try prefill(
            contexts.map { members in
                let rows = encoded[members[0]].contextRows
                let evidence = (0..<rows).map { row in members.contains { encoded[$0].evidence[row] } }
                return PrefillItem(
                    Array(encoded[members[0]].tokens.prefix(rows)), id: prompts[members[0]].contextID,
                    evidence: evidence)
            })
        let sources = contexts.indices.flatMap { Array(repeating: $0, count: contexts[$0].count) }
        let asked = contexts.flatMap(\.self)
        let shared = read.gathered(sources).renamed(asked.map { prompts[$0].id })
        return try continued(shared, with: asked.map { Array(encoded[$0].tokens.dropFirst(encoded[$0].contextRows)) })
    }

    private func encoded(_ prompt: Prompt) throws(TokenizerError) -> EncodedPrompt {
        try prompt.encoded(with: tokenizer, addingSpecialTokens: options.addsSpecialTokens)
    }

    /// Indices of sequences that are read together.
    private func batches(_ lengths: [Int]) -> [[Int]] {
        var result: [[Int]] = []
        var rows = 0
        for (index, length) in lengths.enumerated() {
            if result.isEmpty || rows + length > options.batchRows {
                result.append([])
                rows = 0
            }
            result[result.count - 1].append(index)
            rows += length
        }
        return result
    }

    // MARK: Reading and going on

    func prefill(_ items: [PrefillItem]) throws -> Prefilled {
        let sequences = items.map { item in
            SequenceInfo(
                id: item.id, promptLength: item.tokens.count, totalLength: item.tokens.count,
                key: options.key.folding(item.id), evidence: item.evidence)
        }
        for (index, item) in items.enumerated() where item.tokens.isEmpty { throw ModelError.emptySequence(index) }
        let last = RowNames(items.map { [Int32($0.tokens.count - 1)] })
        let request = ForwardRequest(
            stream: TokenStream(items.map(\.tokens)), sequences: sequences,
            outputs: ForwardOutputs(state: true, logits: .at(last)), probes: runtime.probes)
        let result = try runtime.forward(request, phase: .prefill, meter: meter)
        guard let state = result.state, let logits = result.logits else {
            throw StrategyError.brokenRule(strategy: "runtime", rule: "a prefill gave no state or logits")
        }
        return Prefilled(
            state: state, logits: logits.values, sequences: sequences,
            retention: LayerRetention.measure(result.selections, sequences: sequences),
            read: items.map { .init(id: $0.id, tokens: $0.tokens) })
    }

    /// Reads more tokens of each sequence; one that goes on with nothing stays as it is.
    func continued(_ prefilled: Prefilled, with tokens: [[TokenID]]) throws -> Prefilled {
        let going = tokens.indices.filter { !tokens[$0].isEmpty }
        guard going.count == tokens.count else {
            guard !going.isEmpty else { return prefilled }
            let read = try continued(prefilled.gathered(going), with: going.map { tokens[$0] })
            let places = Dictionary(uniqueKeysWithValues: going.enumerated().map { ($1, $0) })
            let parts = tokens.indices.map { index in
                places[index].map { read.gathered([$0]) } ?? prefilled.gathered([index])
            }
            return Prefilled.joined(parts) ?? prefilled
        }
        let (logits, state) = try runtime.model.read(
            tokens, from: prefilled.state, sequences: prefilled.sequences,
            hooks: runtime.decodeHooks(sequences: prefilled.sequences), meter: meter)
        return Prefilled(
            state: state, logits: logits, sequences: prefilled.sequences, retention: prefilled.retention,
            read: zip(prefilled.read, tokens).map { .init(id: $0.id, tokens: $0.tokens + $1) })
    }

    func decode(
        _ prefilled: Prefilled, limits: [AnswerLimits], observer: (any AnswerObserver)?
    ) throws -> [Decoded] {
        var generations = zip(prefilled.read, limits).map { read, limits in
            Generation(after: read, limits: limits, tokenizer: tokenizer, options: options, observer: observer)
        }
        var active = generations.indices.filter { generations[$0].ending == nil }
        let isWhole = active.count == limits.count
        var state = isWhole ? prefilled.state : prefilled.state.gathered(active)
        var logits = isWhole ? prefilled.logits : prefilled.logits.gathered(rows: active)
        while !active.isEmpty {
            if let observer, observer.wantsToStop {
                for sequence in active { generations[sequence].end(.interrupted) }
                break
            }
            try logits.withSpan { all in
                let columns = logits.columns
                for (row, sequence) in active.enumerated() {
                    try generations[sequence].advance(by: all.extracting((row * columns)..<((row + 1) * columns)))
                }
            }
            let going = active.indices.filter { generations[active[$0]].ending == nil }
            guard !going.isEmpty else { break }
            if going.count < active.count { state = state.gathered(going) }
            active = going.map { active[$0] }
            let sequences = active.map { prefilled.sequences[$0] }
            (logits, state) = try runtime.model.step(
                active.compactMap { generations[$0].tokens.last }, from: state, sequences: sequences,
                hooks: runtime.decodeHooks(sequences: sequences), meter: meter)
        }
        return generations.map(\.decoded)
    }

    func score(_ continuations: [[TokenID]], after prefilled: Prefilled) throws -> [Double] {
        var sums = Array(repeating: 0.0, count: continuations.count)
        var state = prefilled.state
        var logits = prefilled.logits
        var active = continuations.indices.filter { !continuations[$0].isEmpty }
        if active.count < continuations.count {
            state = state.gathered(active)
            logits = logits.gathered(rows: active)
        }
        var step = 0
        while !active.isEmpty {
            let tokens = active.map { continuations[$0][step] }
            let losses = Tensor.softmaxCrossEntropy(
                logits, targets: tokens.map { Int($0) }, weights: Array(repeating: 1, count: tokens.count)
            ).losses
            for (index, sequence) in active.enumerated() { sums[sequence] -= Double(losses[index]) }
            step += 1
            let going = active.indices.filter { continuations[active[$0]].count > step }
            guard !going.isEmpty else { break }
            let sequences = going.map { prefilled.sequences[active[$0]] }
            (logits, state) = try runtime.model.step(
                going.map { tokens[$0] }, from: going.count < active.count ? state.gathered(going) : state,
                sequences: sequences, hooks: runtime.decodeHooks(sequences: sequences), meter: meter)
            active = going.map { active[$0] }
        }
        return sums
    }
}
