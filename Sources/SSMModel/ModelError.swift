public import Foundation

/// What can be wrong with a model, a request, or what a strategy did with it.
public enum ModelError: Error, Sendable, CustomStringConvertible {
    /// A file that should hold a saved state holds something else.
    case notAState(URL)
    /// A checkpoint or folder that cannot be read as a model.
    case unreadable(URL, reason: String)
    /// A tensor that the configuration asks for is not in the checkpoint.
    case missingTensor(name: String, in: String)
    /// A tensor has another shape than the configuration says.
    case wrongShape(name: String, expected: [Int], found: [Int], in: String)
    /// Tensors that the configuration has no place for.
    case unexpectedTensors([String], in: String)
    /// A head beside an embedding that should be the same, and other values in it.
    case tiedHeadDiffers(in: String)
    /// Something that would be lost stands where a model is to be written.
    case destinationExists(URL)
    /// A model without a tokenizer where text is needed.
    case noTokenizer(URL)
    /// A tokenizer with tokens that the embedding does not have.
    case tokenizerDoesNotFit(URL, tokens: Int, rows: Int)
    /// A token that the embedding does not have.
    case tokenOutOfRange(token: Int, sequence: Int, position: Int, vocabularySize: Int)
    /// A sequence without any row where one is needed.
    case emptySequence(Int)
    /// A state of another model or of another number of sequences.
    case stateDoesNotFit(String)
    /// A hook broke a rule of the runtime.
    case brokenRule(owner: String, layer: Int, rule: String)
    /// A key of low-rank adapters is out of range.
    case badAdapters(key: String, reason: String)
    /// A pattern of adapters matches no matrix that can be adapted.
    case nothingToAdapt(pattern: String)
    /// Adapters of another model, or not whole.
    case adapterDoesNotFit(name: String, reason: String)
    /// A hook names a layer that the model does not have.
    case noSuchLayer(owner: String, layer: Int, layers: Int)

    /// One sentence that says what is wrong and what to do.
    public var description: String {
        switch self {
        case .notAState(let url):
            "\(url.path): not a saved model state; write one with ModelState.write(to:)"
        case .unreadable(let url, let reason):
            "\(url.path): \(reason)"
        case .missingTensor(let name, let source):
            "\(source): the tensor '\(name)' is missing; the file does not fit its configuration"
        case .wrongShape(let name, let expected, let found, let source):
            "\(source): the tensor '\(name)' has the shape \(found), the configuration asks for \(expected)"
        case .unexpectedTensors(let names, let source):
            "\(source): the configuration has no place for \(Self.listed(names)); "
                + "the weights are of another model, or hold more than a Mamba-1 language model"
        case .tiedHeadDiffers(let source):
            "\(source): the tensor 'lm_head.weight' differs from the embedding, and the configuration says that they are "
                + "the same; set tie_word_embeddings (tie_embeddings) to false, or remove the tensor"
        case .destinationExists(let url):
            "\(url.path): there is something already, which would be lost; write to another place, or remove it first"
        case .noTokenizer(let url):
            "\(url.path): there is no tokenizer in it, and text is needed; put the model's tokenizer.json into the folder"
        case .tokenizerDoesNotFit(let url, let tokens, let rows):
            "\(url.path): its tokenizer has \(tokens) tokens and the model's embedding \(rows) rows; "
                + "use the tokenizer of this model"
        case .tokenOutOfRange(let token, let sequence, let position, let size):
            "sequence \(sequence), position \(position): token \(token) is outside the vocabulary, 0 to \(size - 1); "
                + "use the tokenizer of this model"
        case .emptySequence(let sequence):
            "sequence \(sequence) has no tokens; a prompt needs at least one"
        case .stateDoesNotFit(let reason):
            "the initial state does not fit: \(reason)"
        case .brokenRule(let owner, let layer, let rule):
            "strategy '\(owner)', layer \(layer): \(rule)"
        case .badAdapters(let key, let reason):
            "low-rank adapters: \(key) \(reason)"
        case .nothingToAdapt(let pattern):
            "low-rank adapters: the target '\(pattern)' matches no matrix that can be adapted; these are embeddings, "
                + "in_proj, x_proj, dt_proj, out_proj and lm_head"
        case .adapterDoesNotFit(let name, let reason):
            "the adapter of '\(name)' does not fit: \(reason)"
        case .noSuchLayer(let owner, let layer, let layers):
            "strategy '\(owner)' names layer \(layer), but the model has the layers 0 to \(layers - 1)"
        }
    }

    /// Some of the names, and how many there are besides.
    private static func listed(_ names: [String]) -> String {
        let shown = names.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
        return (names.count == 1 ? "the tensor " : "the tensors ") + shown
            + (names.count > 4 ? " and \(names.count - 4) more" : "")
    }
}
