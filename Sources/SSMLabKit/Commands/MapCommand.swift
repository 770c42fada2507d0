import ArgumentParser
import Foundation
import SSMAnalysis
import SSMContext
import SSMModel
import SSMReport
import SSMTensor
import SSMText
import SSMTrain

/// `ssmlab map`
struct MapCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Show what each position of a sequence takes from those before it, layer by layer.",
        discussion: """
            A scan is a matrix: row i takes a_ij of the input at j. DIR gets maps.h5 (every number, with named axes), \
            figures/ (SVG, PNG, PDF, with the script and the data of each) and captions.md. Kinds:

              raw        the scan alone, averaged over the channels: signed, absolute, row-normalised
              extended   with the gate, and the convolution and its SiLU before the scan
              projected  norm of what a position adds to the residual stream through the output projection
              distance   mean distance of the last row in every channel: the effective receptive field
              rollout    product over the chosen layers of mean absolute raw maps plus the identity
              steps      step sizes along the sequence, with the rows that a strategy kept or made up
              state      norm of the state along the sequence; with --needle, the part of it that the needle wrote

            Exact maps are of up to \(HiddenAttention.exactLimit) rows. Longer sequences need --blocks, --rows or \
            --columns; time grows with the square of the length and with the channels, so choose some. See docs/maps.md.

            Examples:
              ssmlab map --model base.h5 --prompt-file story.txt --output maps
              ssmlab map --dump dump --sample story --kind raw,extended,rollout --output maps
              ssmlab map --model base.h5 --tokens ids.json --kind raw,rollout --strategy 'decimamba:{layers: [2]}' \
            --output maps
              ssmlab map --model mamba-130m-hf --prompt-file book.txt --blocks 256 --layers 0-23:6 \
            --channels 0-1535:150 --kind raw,state --needle 1200-1230 --output maps
              ssmlab map --model base.h5 --prompt-file story.txt --kind raw --layers 3 --channels 5,17 --each-channel \
            --output maps
            """)

    @Option(help: ArgumentHelp("A Hugging Face folder or an .h5 checkpoint that reads.", valueName: "M"))
    var model: String?

    @Option(help: ArgumentHelp("A folder that ssmlab dump or a run wrote, with scan inputs.", valueName: "D"))
    var dump: String?

    @Option(help: ArgumentHelp("The sample of the dump, where there are several.", valueName: "ID"))
    var sample: String?

    @Option(help: ArgumentHelp("The label of the strategies in the dump, where there are several.", valueName: "LABEL"))
    var column: String?

    @OptionGroup var source: SequenceOptions

    @Option(help: ArgumentHelp("Which list of --tokens is read, from 0.", valueName: "N"))
    var list = 0

    @OptionGroup var stack: StackOptions

    @OptionGroup var choice: MapOptions

    @Option(help: ArgumentHelp("The folder to write; earlier maps in it are replaced.", valueName: "DIR"))
    var output: String

    @Option(help: "Threads to run on. Results do not depend on it.")
    var workers = Device.coreCount

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
        guard (model == nil) != (dump == nil) else {
            throw ValidationError("give either --model and a sequence, or --dump")
        }
        guard list >= 0, list == 0 || source.tokens != nil else {
            throw ValidationError("--list counts the lists of --tokens from 0")
        }
        if dump != nil {
            guard source.promptFile == nil, source.tokens == nil, stack.strategy.isEmpty, !stack.untrained else {
                throw ValidationError("a dump holds its sequence and its strategies; give them with --model only")
            }
        } else {
            guard source.isOne else {
                throw ValidationError("give the sequence by either --prompt-file or --tokens")
            }
            guard sample == nil, column == nil else { throw ValidationError("--sample and --column are for --dump") }
        }
    }

    func run(in environment: LabEnvironment) async throws {
        let device = Device(workers: workers)
        let strategies = try stack.stack(from: environment.catalog)
        let loaded = try model.map { try ModelFile.load($0, on: device) }
        let interrupt = InterruptFlag()
        let watcher = SignalWatcher(raising: interrupt)
        defer { watcher.stop() }
        let scans =
            try loaded.map { try recorded(by: $0, strategies, console: environment.console, interrupt: interrupt) }
            ?? RecordedScans(
                ofDump: dump ?? "", sample: sample, strategy: column, layers: choice.layers.list,
                channels: choice.channels, on: device)
        let settings = try choice.settings(
            length: scans.length, layers: scans.layers.count, channels: scans.channels?.count ?? scans.channelCount)
        environment.console.note("mapping \(NumberText.counted(scans.layers.count, "layer"))")
        let folder = try MapFolder(output)
        do {
            var run = try MapRun(
                scans, settings, in: folder.url, on: device, console: environment.console, interrupt: interrupt)
            try run.run()
            try await folder.write(
                run, as: choice.forms.values, console: environment.console, interrupt: interrupt)
        } catch {
            folder.removeIfEmpty()
            throw error
        }
    }

    /// Reads the sequence with a model.
    private func recorded(
        by loaded: LoadedModel, _ strategies: StrategyStack, console: LabConsole, interrupt: InterruptFlag
    ) throws -> RecordedScans {
        let runtime = try stack.runtime(of: loaded, stack: strategies)
        let sequence = try sequence(for: loaded)
        let configuration = loaded.model.configuration
        let layers = try choice.layers.numbers(below: configuration.layers)
        let channels = try choice.channels.values(below: configuration.innerWidth, of: "channel")
        // Before a long reading.
        _ = try choice.settings(length: sequence.count, layers: layers.count, channels: channels.count)
        try runtime.checkMemory(reading: sequence.count)
        console.note("reading \(NumberText.counted(sequence.count, "token"))")
        let progress = PrefillProgress(
            of: "the sequence", rows: sequence.count, layers: configuration.layers, console: console,
            interrupt: interrupt, clock: .running()
        ) { MapInterrupted.computing }
        defer { progress.finish() }
        return try RecordedScans(
            reading: sequence, named: "\(list)", with: runtime, of: loaded, strategies: stack.strategy, layers: layers,
            channels: choice.channels.isAll ? nil : channels, progress: progress)
    }

    private func sequence(for loaded: LoadedModel) throws -> [TokenID] {
        let sequences = try source.sequences(for: loaded)
        guard list < sequences.count else {
            throw ValidationError("--list \(list): \(source.tokens ?? "") holds \(sequences.count), counted from 0")
        }
        return sequences[list]
    }
}
