import ArgumentParser
import Foundation
import SSMContext
import SSMModel
import SSMReport
import SSMTensor

/// `ssmlab convert`
struct ConvertCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Turn a Hugging Face folder into an .h5 checkpoint, or a checkpoint into a folder.",
        discussion: """
            SOURCE is a Hugging Face folder, an .h5 checkpoint, or the folder of a run's checkpoints, of which the newest \
            is taken. DESTINATION becomes a checkpoint if its name ends in .h5, else a folder that transformers reads; \
            nothing may be there yet. Weights are written as 32-bit floating point. Tokenizer, generation configuration \
            and trained parameters of strategies go along; the state of the optimiser does not.

            Examples:
              ssmlab convert mamba-130m-hf mamba-130m.h5
              ssmlab convert runs/quickstart/stages/<stage>/checkpoints my-mamba
            """)

    @Argument(help: ArgumentHelp("The model to read.", valueName: "SOURCE"))
    var source: String

    @Argument(help: ArgumentHelp("The .h5 file or the folder to write.", valueName: "DESTINATION"))
    var destination: String

    @Option(help: ArgumentHelp("The most that a file of weights in a folder takes, as 500MB.", valueName: "SIZE"))
    var shardSize = FileSize(bytes: 5_000_000_000)

    /// Endings that say that the user wants a file which this command does not write.
    private static let otherEndings = ["safetensors", "bin", "pt", "pth", "hdf5", "json", "gguf"]

    func validate() throws {
        let ending = URL(fileURLWithPath: destination).pathExtension.lowercased()
        guard !Self.otherEndings.contains(ending) else {
            throw ValidationError("'\(destination)': DESTINATION is a file that ends in .h5, or a folder")
        }
    }

    func run(in environment: LabEnvironment) async throws {
        let console = environment.console
        let url = URL(fileURLWithPath: destination)
        let isCheckpoint = url.pathExtension.lowercased() == "h5"
        try LoadedModel.checkIsFree(url, forFolder: !isCheckpoint)
        let loaded = try ModelFile.load(source, on: Device())
        var progress = WritingProgress(console: console)
        if isCheckpoint {
            try loaded.writeCheckpoint(to: url) { progress.show($0, of: $1) }
        } else {
            try loaded.writeFolder(to: url, shardBytes: shardSize.bytes) { progress.show($0, of: $1) }
        }
        let parts = [
            "\(loaded.model.configuration.parameterCount) parameters", try Self.size(of: url),
            tokenizerText(loaded, console), Self.strategyText(loaded),
        ]
        console.note("wrote \(destination): \(parts.joined(separator: ", "))")
    }

    /// Says which tokenizer went along. One that cannot be used is a warning: the weights are of use without it.
    private func tokenizerText(_ loaded: LoadedModel, _ console: LabConsole) -> String {
        guard loaded.tokenizer != nil else { return "no tokenizer" }
        do throws(ModelError) {
            return "a tokenizer of \(try loaded.textTokenizer().vocabularySize) tokens"
        } catch {
            console.note("warning: \(error)")
            return "tokenizer.json as it is"
        }
    }

    private static func strategyText(_ loaded: LoadedModel) -> String {
        let parameters = loaded.strategyParameters
        guard parameters.count > 0 else { return "no parameters of strategies" }
        let labels = Set(parameters.names.map { String($0.prefix { $0 != "/" }) }).sorted()
        return "\(parameters.parameterCount) parameters of strategies (\(labels.joined(separator: ", ")))"
    }

    /// What was written, on the disk.
    private static func size(of url: URL) throws -> String {
        let manager = FileManager.default
        let names = try? manager.contentsOfDirectory(atPath: url.path)
        let files = names.map { $0.map { url.appendingPathComponent($0) } } ?? [url]
        let bytes = try files.reduce(0) { sum, file in
            sum + (try manager.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0)
        }
        return "\(bytes) bytes in \(NumberText.counted(files.count, "file"))"
    }
}
