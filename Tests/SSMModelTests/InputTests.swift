import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// Tokens and parameters that a model cannot work with.
@Suite struct InputTests {
    private let model: LanguageModel

    init() throws {
        model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
    }

    @Test(arguments: [TokenID(32), 1000, -1, -7, .max]) func `a token outside the vocabulary is refused`(
        _ token: TokenID
    ) throws {
        let error = #expect(throws: ModelError.self) { try pass(model, [[1, 2], [3, token, 4]]) }
        let text = try #require(error).description
        #expect(text.contains("\(token)"))
        #expect(text.contains("0 to 31"))
        #expect(text.contains("sequence 1, position 1"))
        let state = try pass(model, [[1]]).finalState
        #expect(throws: ModelError.self) {
            try model.step([token], from: state, sequences: TinyModel.prompts([[1]]), meter: CostMeter())
        }
    }

    @Test func `a row that a strategy made up needs no token`() throws {
        let row = Tensor.filled(with: 0.1, shape: [1, 16], on: model.device)
        let stream = TokenStream(
            source: RowSource([.tokens([3]), .rows(row)]), positions: [0, 1], tokens: [3, -1],
            layout: SequenceLayout(lengths: [2]))
        let result = try model.forward(
            ForwardRequest(
                stream: stream, sequences: TinyModel.prompts([[3, 0]]), outputs: ForwardOutputs(logits: .surviving)),
            meter: CostMeter())
        expectFinite(try #require(result.logits).values, named: "logits")
    }

    @Test func `a missing tensor and one of another shape are named`() throws {
        let name = "backbone.layers.1.mixer.dt_proj.bias"
        var parameters = model.parameters
        parameters[name] = nil
        let missing = #expect(throws: ModelError.self) {
            try LanguageModel(model.configuration, parameters: parameters, on: model.device, source: "a.h5")
        }
        #expect(try #require(missing).description.contains("a.h5: the tensor '\(name)' is missing"))
        parameters[name] = .zeros([31], on: model.device)
        let wrong = #expect(throws: ModelError.self) {
            try LanguageModel(model.configuration, parameters: parameters, on: model.device, source: "a.h5")
        }
        let text = try #require(wrong).description
        #expect(text.contains(name) && text.contains("[31]") && text.contains("[32]"))
    }

    @Test func `a head of its own is used and a tied one is the embedding`() throws {
        var configuration = model.configuration
        configuration.tiesEmbeddings = false
        #expect(throws: ModelError.self) {
            try LanguageModel(configuration, parameters: model.parameters, on: model.device)
        }
        var parameters = model.parameters
        let embedding = try #require(parameters["backbone.embeddings.weight"])
        parameters["lm_head.weight"] = embedding * 2
        let untied = try LanguageModel(configuration, parameters: parameters, on: model.device)
        let (tied, doubled) = (try pass(model, [[1, 2, 3]]), try pass(untied, [[1, 2, 3]]))
        expectClose(doubled.allLogits, tied.allLogits * 2, within: .summationOrder, named: "logits")
        #expect(untied.configuration.parameterCount - model.configuration.parameterCount == 32 * 16)
        let dropped = try LanguageModel(model.configuration, parameters: parameters, on: model.device)
        #expect(dropped.parameters["lm_head.weight"] == nil)
        expectSameBits(try pass(dropped, [[1, 2, 3]]).allLogits, tied.allLogits, named: "tied again")
    }
}
