import SSMContext
import SSMExperiment
import SSMModel
import SSMRecord
import SSMTensor
import SSMTrain

/// The dumps that one command makes.
struct DumpRun {
    let recorder: DumpRecorder
    let runtime: StrategyRuntime
    let model: LoadedModel
    let seed: UInt64
    let console: LabConsole

    /// Dumps each prompt into a file of its own, unless it is there.
    func dump(_ prompts: [EncodedPrompt]) throws {
        let interrupt = InterruptFlag()
        let watcher = SignalWatcher(raising: interrupt)
        defer { watcher.stop() }
        let hash = ContentHash(of: model.model, strategies: runtime.parameters).hexadecimal
        let label = runtime.stack.dumpLabel
        let configuration = try runtime.stack.describedForDumps()
        for (index, prompt) in prompts.enumerated() {
            let name = "\(label)-\(index).h5"
            let identity = try recorder.identity(of: prompt, from: "\(hash) \(configuration)", seed: seed)
            if try recorder.finished(name, identity) != nil {
                console.note("\(name) is there already")
                continue
            }
            let facts = DumpFacts(
                identity: identity, model: DumpedModel(hash: hash, name: model.source.lastPathComponent),
                strategy: label, configuration: configuration, seed: seed, sample: prompt.id,
                tokens: prompt.tokens.count)
            let progress = PrefillProgress(
                of: prompts.count == 1 ? "the prompt" : "prompt \(index + 1) of \(prompts.count)",
                rows: prompt.tokens.count, layers: model.model.configuration.layers, console: console,
                interrupt: interrupt, clock: .running()
            ) { DumpInterrupted() }
            defer { progress.finish() }
            let file = try recorder.record(
                prompt, as: name, facts: facts, key: RandomKey(seed: seed).folding("dump"), probes: [progress])
            progress.finish()
            console.note("wrote \(name): \(file.tokens) tokens, \(MemoryEstimate.text(file.bytes))")
        }
    }
}
