import ArgumentParser
import Foundation
import SSMContext
import SSMModel
import SSMReport
import SSMTensor
import SSMText
import SSMTrain

/// `ssmlab generate`
struct GenerateCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Go on with a text: greedily, or by sampling, through strategies if some are named.",
        discussion: """
            The generated text, without the prompt, goes to standard output as it is made, speeds and what strategies \
            kept to standard error. With --json there is one object at the end instead: tokens, text, finishReason \
            (stop: the model ended the text; length; stop-string; interrupted), seed, times and memory.

            The prompt gets the special tokens that the tokenizer's post-processor puts around a text, as in \
            transformers. An empty prompt begins from the model's bos_token_id or eos_token_id. The text ends at any \
            eos_token_id, which is not part of it; other special tokens are shown as text. Without --temperature, \
            --top-k or --top-p the most probable token is taken, whatever generation_config.json says. Filters act in \
            the order of transformers: repetition penalty, temperature, top-k, top-p. Ctrl-C ends with what was \
            generated, and exit code 75.

            Examples:
              ssmlab generate --model mamba-130m-hf --prompt 'Mamba is' --max-tokens 40
              ssmlab generate --model mamba-130m-hf --prompt-file story.txt --temperature 0.8 --top-p 0.95 --seed 3
              ssmlab generate --model base.h5 --prompt-file long.txt --strategy 'decimamba:{layers: [12]}' --json
              ssmlab generate --model mamba-130m-hf --prompt 'Q: Why? A:' --stop 'Q:' --stop END
            """)

    @Option(help: ArgumentHelp("A Hugging Face folder or an .h5 checkpoint.", valueName: "M"))
    var model: String

    @Option(parsing: .unconditional, help: ArgumentHelp("The text to go on with.", valueName: "TEXT"))
    var prompt: String?

    @Option(help: ArgumentHelp("A file in UTF-8 with the text to go on with.", valueName: "F"))
    var promptFile: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The most tokens to generate.", valueName: "N"))
    var maxTokens = 128

    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A text that ends the output and is not part of it; may be given several times.", valueName: "TEXT"))
    var stop: [String] = []

    @OptionGroup var sampling: SamplingArguments

    @OptionGroup var stack: StackOptions

    @Flag(help: "Print one JSON object at the end instead of the text.")
    var json = false

    @Option(help: "Threads to run on. Results do not depend on it.")
    var workers = Device.coreCount

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
        guard maxTokens > 0 else { throw ValidationError("--max-tokens is \(maxTokens); it has to be 1 or more") }
        guard (prompt == nil) != (promptFile == nil) else {
            throw ValidationError("give the prompt by either --prompt or --prompt-file")
        }
        guard !stop.contains("") else { throw ValidationError("--stop needs a text") }
    }

    func run(in environment: LabEnvironment) async throws {
        let loading = TrainingClock.running()
        let console = environment.console
        let strategies = try stack.stack(from: environment.catalog)
        let text = try promptFile.map { try TextFile.text(of: $0) } ?? prompt ?? ""
        let device = Device(workers: workers)
        let loaded = try ModelFile.load(model, on: device)
        let generator = try TextGenerator(
            loaded, runtime: stack.runtime(of: loaded, stack: strategies), prompt: text,
            limits: AnswerLimits(maximumTokens: maxTokens, stop: stop), sampling: sampling.options(),
            seed: sampling.seed)
        try generator.checkMemory()
        let loadSeconds = loading.now() / .seconds(1)

        let interrupt = InterruptFlag()
        let watcher = SignalWatcher(raising: interrupt)
        defer { watcher.stop() }
        device.resetPeak()
        let clock = TrainingClock.running()
        let progress = PrefillProgress(
            rows: generator.promptTokens, layers: loaded.model.configuration.layers, console: console,
            interrupt: interrupt, clock: clock
        ) { GenerationInterrupted(tokens: 0) }
        let streams = !json
        let follower = generator.follower(interrupt: interrupt, clock: clock) { piece in
            progress.finish()
            if streams { console.write(piece) }
        }
        console.note("prompt: \(NumberText.counted(generator.promptTokens, "token"))")
        defer { progress.finish() }
        let answer = try generator.answer(meter: CostMeter(), observer: follower, probe: progress)
        progress.finish()
        let report = try report(
            answer, of: generator, followed: follower.followed, loadSeconds: loadSeconds, loaded: loaded)
        try show(report, answer, streamed: follower.followed.text, on: console)
        if answer.ending == .interrupted { throw GenerationInterrupted(tokens: answer.tokens.count) }
    }

    private func report(
        _ answer: Answer, of generator: TextGenerator, followed: GenerationFollower.State, loadSeconds: Double,
        loaded: LoadedModel
    ) throws -> GenerationReport {
        let options = try sampling.options()
        var stopString: String?
        if case .stopString(let text) = answer.ending { stopString = text }
        return GenerationReport(
            model: model, strategies: stack.strategy, promptTokens: generator.promptTokens, tokens: answer.tokens,
            text: answer.text, finishReason: answer.ending?.word ?? "unknown", stopString: stopString,
            seed: sampling.seed, temperature: options.temperature, topK: options.topK, topP: options.topP,
            repetitionPenalty: options.repetitionPenalty, retention: answer.retention,
            timing: .init(load: loadSeconds, promptTokens: generator.promptTokens, followed),
            memory: .init(
                weightBytes: MemoryEstimate(loaded.model.configuration).weightBytes,
                peakBytes: loaded.model.device.peakBytes))
    }

    /// Writes what was not written while it was made.
    private func show(
        _ report: GenerationReport, _ answer: Answer, streamed: String, on console: LabConsole
    ) throws {
        guard !json else { return console.print(try JSONLine.text(of: report)) }
        // A strategy may have made the answer of a text that nobody could follow.
        if answer.text.utf8.starts(with: streamed.utf8) {
            console.print(String(decoding: answer.text.utf8.dropFirst(streamed.utf8.count), as: UTF8.self))
        } else {
            console.print("")
            console.note("the strategies made another answer of what was generated:")
            console.print(answer.text)
        }
        for line in report.notes { console.note(line) }
    }
}
