package import SSMContext
package import SSMModel
package import SSMRecord
package import SSMTensor
package import SSMText

/// Reads prompts with a model inside a stack of strategies, as answering would, and dumps what is seen.
package struct DumpRecorder: Sendable {
    private let runtime: StrategyRuntime
    private let tokenizer: (any Tokenizer)?
    private let selection: DumpSelection
    private let folder: DumpFolder

    /// A recorder of one stack.
    ///
    /// - Parameter tokenizer: gives rows their texts; nil: they have none.
    /// - Throws: `DumpError.layer` for a layer that the model lacks.
    package init(
        _ runtime: StrategyRuntime, tokenizer: (any Tokenizer)?, selection: DumpSelection, folder: DumpFolder
    ) throws(DumpError) {
        try selection.check(for: runtime.model.configuration)
        self.runtime = runtime
        self.tokenizer = tokenizer
        self.selection = selection
        self.folder = folder
    }

    /// The hash of everything that the dump of a prompt depends on.
    ///
    /// - Parameter source: what says with which weights and strategies it is read.
    /// - Throws: what encoding throws.
    package func identity(of prompt: EncodedPrompt, from source: String, seed: UInt64) throws -> ContentHash {
        try selection.identity(of: prompt, from: source, seed: seed)
    }

    /// The finished file of a name, when it holds what is to be dumped.
    ///
    /// - Throws: `DumpError.occupied` when it holds something else.
    package func finished(_ name: String, _ identity: ContentHash) throws(DumpError) -> DumpedFile? {
        try folder.finished(name, identity)
    }

    /// Dumps the reading of a prompt into a file of its own.
    ///
    /// - Parameters:
    ///   - isStrict: whether a value that no strategy gives is an error.
    ///   - probes: see the reading too, such as one that shows how far it is.
    /// - Returns: the finished file, which the folder's index lists.
    /// - Throws: `DumpError.notGiven`, `StoreError`, `RecordError`, and what a pass throws; no file of that name is
    ///   left then.
    package func record(
        _ prompt: EncodedPrompt, as name: String, facts: DumpFacts, key: RandomKey, isStrict: Bool = true,
        probes: [any Probe] = []
    ) throws -> DumpedFile {
        let file = try folder.begin(name, facts: facts, form: selection.form, texts: texts(of: prompt.tokens))
        do {
            let dumping = DumpProbe.probes(for: selection, of: runtime.model, into: file)
            let request = ForwardRequest(
                reading: prompt, rows: prompt.tokens.count, key: key, probes: dumping + probes,
                chunkRows: selection.chunkRows)
            _ = try runtime.forward(request, phase: .prefill, meter: CostMeter())
            for probe in dumping { try probe.finish() }
            let given = dumping.reduce(into: Set<String>()) { $0.formUnion($1.given) }
            let missing = selection.ofStrategies.subtracting(given)
            guard missing.isEmpty || !isStrict else {
                throw DumpError.notGiven(names: missing.sorted(), found: given.sorted())
            }
            let finished = try file.finish()
            try folder.add(finished)
            return finished
        } catch {
            file.discard()
            throw error
        }
    }

    private func texts(of tokens: [TokenID]) -> [TokenID: String] {
        guard let tokenizer else { return [:] }
        return Dictionary(Set(tokens).map { ($0, tokenizer.decode([$0])) }) { first, _ in first }
    }
}

extension DumpFolder {
    /// The finished file of a name, when it has an identity.
    ///
    /// - Throws: `DumpError.occupied` when it has another.
    func finished(_ name: String, _ identity: ContentHash) throws(DumpError) -> DumpedFile? {
        guard let file = finished(name) else { return nil }
        guard file.identity == identity else { throw .occupied(file: name, folder: url.relativePath) }
        return file
    }
}

extension DumpSelection {
    /// The hash of everything that the dump of a prompt depends on.
    ///
    /// - Parameter source: what says with which weights and strategies it is read.
    /// - Throws: what encoding throws.
    func identity(of prompt: EncodedPrompt, from source: String, seed: UInt64) throws -> ContentHash {
        try ContentHash(
            ofCanonical: DumpIdentity(
                format: DumpFile.formatVersion, source: source, seed: seed, sample: prompt.id, tokens: prompt.tokens,
                selection: self))
    }
}

/// Everything that a file of a dump depends on.
private struct DumpIdentity: Encodable {
    let format: Int
    let source: String
    let seed: UInt64
    let sample: String
    let tokens: [TokenID]
    let selection: DumpSelection
}
