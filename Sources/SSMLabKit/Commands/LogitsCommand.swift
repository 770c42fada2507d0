import ArgumentParser
import Foundation
import SSMContext
import SSMModel
import SSMTensor

/// `ssmlab logits`
struct LogitsCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "logits",
        abstract: "Write the logits of a model for lists of token ids, so that any other runtime can be compared.",
        discussion: """
            OUT.h5 gets, for list i from 0: /logits/<i> (rows that survive, vocabulary) and /positions/<i> (original \
            position of each row). With --hidden also /hidden_states/<i>/<k> and /hidden_positions/<i>/<k>: for a Mamba \
            of n layers, k < n is the residual stream after layer k and k = n the output of the final norm, as \
            transformers numbers them. Everything is written as it is computed. A file that is there already is replaced \
            only if this command wrote it.

            Example: ssmlab logits --model mamba-130m-hf --tokens ids.json --output out.h5 \
            --strategy 'decimamba:{layers: [12], base-length: 2048}'
            """)

    @Option(help: ArgumentHelp("A Hugging Face folder or an .h5 checkpoint.", valueName: "M"))
    var model: String

    @Option(help: ArgumentHelp("A JSON list of lists of token ids.", valueName: "IDS.json"))
    var tokens: String

    @Option(help: ArgumentHelp("The HDF5 file to write.", valueName: "OUT.h5"))
    var output: String

    @Flag(help: "Write the hidden states of every layer too.")
    var hidden = false

    @OptionGroup var stack: StackOptions

    func run(in environment: LabEnvironment) async throws {
        let strategies = try stack.stack(from: environment.catalog)
        try OutputFile.check(output, isNoneOf: [model, tokens])
        try OutputFile.checkReplacesOnlyLogits(output)
        let loaded = try ModelFile.load(model, on: Device())
        let lists = try TokenLists(
            contentsOf: URL(fileURLWithPath: tokens), vocabularySize: loaded.model.configuration.vocabularySize)
        let runtime = try stack.runtime(of: loaded, stack: strategies)
        let recording = try LogitRecording(
            to: URL(fileURLWithPath: output), model: loaded.model, includesHidden: hidden)
        for (index, tokens) in lists.sequences.enumerated() {
            try recording.record(tokens, as: index, through: runtime)
        }
        try recording.finish()
        environment.console.note("wrote \(output): \(lists.sequences.count) sequences")
    }
}
