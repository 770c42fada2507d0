import SSMStore
import SSMTensor

/// Finds the parameters of a model among named tensors of files, whatever names and layouts they have there.
///
/// Taken are the names of transformers and of the original code (`backbone.embedding.weight`), a convolution of shape
/// (E, K) for (E, 1, K), an embedding with more rows than the vocabulary, and a head that equals the embedding that
/// it is tied to.
struct ParameterReader {
    /// Shapes of all tensors by name.
    let shapes: [String: [Int]]
    /// The file that holds a tensor, for messages; nil: the whole.
    let path: (String?) -> String
    /// Reads a tensor.
    let tensor: (String) throws -> Tensor

    /// The most rows beyond the vocabulary that are taken for padding.
    static let mostPadding = 1023
    /// The embedding's name in the original code.
    private static let originalEmbedding = "backbone.embedding.weight"

    /// The parameters by name, and the configuration with the rows that the embedding really has.
    ///
    /// - Throws: `ModelError` that names file and tensor; what `tensor` throws.
    func read(_ configuration: ModelConfiguration) throws -> (ModelConfiguration, ParameterTree) {
        let embedding = try embeddingName()
        let configuration = try sized(configuration)
        var parameters = ParameterTree()
        var rest = Set(shapes.keys)
        for (name, shape) in configuration.parameterShapes {
            let stored = name == ParameterName.embedding ? embedding : name
            guard let found = shapes[stored] else { throw ModelError.missingTensor(name: name, in: path(nil)) }
            guard found == shape || found == Self.flattened(shape, of: name) else {
                throw ModelError.wrongShape(name: stored, expected: shape, found: found, in: path(stored))
            }
            parameters[name] = try tensor(stored).reshaped(shape)
            rest.remove(stored)
        }
        if configuration.tiesEmbeddings, let shared = parameters[ParameterName.embedding] {
            try checkHead(equals: shared)
            rest.remove(ParameterName.head)
        }
        if let first = rest.sorted().first {
            throw ModelError.unexpectedTensors(rest.sorted(), in: path(first))
        }
        return (configuration, parameters)
    }

    /// The configuration with the rows that the embedding really has.
    func sized(_ configuration: ModelConfiguration) throws(ModelError) -> ModelConfiguration {
        var configuration = configuration
        configuration.vocabularySize = try rows(of: embeddingName(), configuration)
        return configuration
    }

    private func embeddingName() throws(ModelError) -> String {
        let isOriginal = shapes[Self.originalEmbedding] != nil
        if isOriginal, shapes[ParameterName.embedding] != nil {
            throw .unexpectedTensors([Self.originalEmbedding, ParameterName.embedding], in: path(nil))
        }
        return isOriginal ? Self.originalEmbedding : ParameterName.embedding
    }

    /// Rows of the embedding: those of the vocabulary and of its padding.
    private func rows(of name: String, _ configuration: ModelConfiguration) throws(ModelError) -> Int {
        guard let shape = shapes[name] else { throw .missingTensor(name: name, in: path(nil)) }
        let vocabulary = configuration.vocabularySize
        guard shape.count == 2, shape[1] == configuration.width,
            (vocabulary...vocabulary + Self.mostPadding).contains(shape[0])
        else {
            throw .wrongShape(name: name, expected: [vocabulary, configuration.width], found: shape, in: path(name))
        }
        return shape[0]
    }

    /// The shape without the axis of length one that the convolution's weight has in PyTorch.
    private static func flattened(_ shape: [Int], of name: String) -> [Int]? {
        name.hasSuffix(ParameterName.Block.convolutionWeight.rawValue) ? [shape[0], shape[2]] : nil
    }

    /// Refuses a head of its own in a model whose configuration says that the head is the embedding.
    ///
    /// Versions of transformers differ in which of both counts, so only the user can tell which model is meant.
    private func checkHead(equals embedding: Tensor) throws {
        guard let shape = shapes[ParameterName.head] else { return }
        guard shape == embedding.shape else {
            throw ModelError.wrongShape(
                name: ParameterName.head, expected: embedding.shape, found: shape, in: path(ParameterName.head))
        }
        let head = try tensor(ParameterName.head)
        let isEqual = head.withSpan { one in
            embedding.withSpan { other in one.indices.allSatisfy { one[$0].bitPattern == other[$0].bitPattern } }
        }
        guard isEqual else { throw ModelError.tiedHeadDiffers(in: path(ParameterName.head)) }
    }
}
