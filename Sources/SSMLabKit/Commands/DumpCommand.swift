import ArgumentParser
import Foundation
import SSMContext
import SSMExperiment
import SSMModel
import SSMRecord
import SSMTensor
import SSMText
import SSMTrain

/// `ssmlab dump`
struct DumpCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Write what happens inside a model while it reads, for h5py, xarray and maps.",
        discussion: """
            The folder D gets one HDF5 file for each list of tokens or the text, and index.json, which lists the files \
            that are finished. A dataset SITE/LAYER has a row a token, with the original position, the token and its \
            text as scales of the axis. What is finished already is not done again; a finished file of another dump is \
            never replaced.

            Sites: \(DumpSite.allCases.map(\.rawValue).joined(separator: ", ")); scan-inputs for all that maps of a \
            layer are made of, with its weights; LABEL.NAME for what a strategy publishes, such as remamba.cosine.

            Examples:
              ssmlab dump --model mamba-130m-hf --prompt-file story.txt --sites residual final-hidden --half --output d
              ssmlab dump --model base.h5 --tokens ids.json --sites scan-inputs state --layers 0-23:6 --output d \
            --strategy 'decimamba:{layers: [12]}'
            """)

    @Option(help: ArgumentHelp("A Hugging Face folder or an .h5 checkpoint.", valueName: "M"))
    var model: String

    @OptionGroup var source: SequenceOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("What to write, with spaces or commas between.", valueName: "SITE"))
    var sites: [String]

    @OptionGroup var layers: LayerOptions

    @OptionGroup var stack: StackOptions

    @Option(help: ArgumentHelp("The folder to write.", valueName: "D/"))
    var output: String

    @Option(help: ArgumentHelp("Rows between two states, for the sites state and conv-state.", valueName: "K"))
    var stateEvery = LanguageModel.defaultChunkRows

    @Flag(help: "Write numbers of 16 bits instead of 32.")
    var half = false

    @Flag(help: "Compress: takes time, and saves little on numbers that are not repeated.")
    var compress = false

    @Option(help: "Seed of strategies that choose at random.")
    var seed: UInt64 = 0

    @Option(help: "Threads to run on. Results do not depend on it.")
    var workers = Device.coreCount

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
        guard source.isOne else {
            throw ValidationError("give what is read by either --tokens or --prompt-file")
        }
    }

    func run(in environment: LabEnvironment) async throws {
        do {
            try dump(in: environment)
        } catch let error as DumpError where error.isOfRequest {
            throw ValidationError("--\(error)")
        }
    }

    private func dump(in environment: LabEnvironment) throws {
        _ = try selection(of: nil)  // before a long loading
        let strategies = try stack.stack(from: environment.catalog)
        let loaded = try ModelFile.load(model, on: Device(workers: workers))
        let runtime = try stack.runtime(of: loaded, stack: strategies)
        let layerCount = loaded.model.configuration.layers
        let selection = try selection(of: layers.list.isAll ? nil : layers.numbers(below: layerCount))
        let tokenizer = loaded.tokenizer == nil ? nil : try loaded.textTokenizer()
        let prompts = try source.sequences(for: loaded).enumerated().map { EncodedPrompt(id: "\($0)", tokens: $1) }
        try runtime.checkMemory(reading: prompts.map(\.tokens.count).max() ?? 0)
        let run = DumpRun(
            recorder: try DumpRecorder(
                runtime, tokenizer: tokenizer, selection: selection,
                folder: DumpFolder(URL(fileURLWithPath: output, isDirectory: true))),
            runtime: runtime, model: loaded, seed: seed, console: environment.console)
        try run.dump(prompts)
    }

    private func selection(of layers: [Int]?) throws(DumpError) -> DumpSelection {
        try DumpSelection(
            sites: sites.listed, layers: layers, stateEvery: stateEvery,
            form: DumpForm(isHalf: half, isCompressed: compress))
    }
}

extension [String] {
    /// The parts between commas.
    fileprivate var listed: [String] { flatMap { $0.split(separator: ",").map(String.init) } }
}
