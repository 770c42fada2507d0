import SSMTensor

/// Refuses a request that the model cannot run, before any work is done.
struct RequestCheck {
    let model: LanguageModel
    let request: ForwardRequest

    func run() throws(ModelError) {
        let configuration = model.configuration
        for (index, hook) in request.hooks.enumerated() {
            guard case .some(let layers) = hook.layers else { continue }
            for layer in layers where !(0..<configuration.layers).contains(layer) {
                throw .noSuchLayer(
                    owner: request.owner(ofHook: index), layer: layer, layers: configuration.layers)
            }
        }
        let stream = request.stream
        for sequence in 0..<stream.layout.count {
            for row in stream.layout.range(of: sequence) {
                let token = Int(stream.tokens[row])
                guard token < configuration.vocabularySize else {
                    throw .tokenOutOfRange(
                        token: token, sequence: sequence, position: Int(stream.positions[row]),
                        vocabularySize: configuration.vocabularySize)
                }
            }
        }
        try checkSource()
        try checkState()
    }

    private func checkSource() throws(ModelError) {
        var row = 0
        for part in request.stream.source.parts {
            switch part {
            case .tokens(let tokens):
                for (index, token) in tokens.enumerated()
                where token < 0 || Int(token) >= model.configuration.vocabularySize {
                    let stream = request.stream
                    throw .tokenOutOfRange(
                        token: Int(token), sequence: stream.layout.starts.partitioningIndex { $0 > row + index } - 1,
                        position: Int(stream.positions[row + index]),
                        vocabularySize: model.configuration.vocabularySize)
                }
            case .rows(let rows):
                precondition(
                    rows.rank == 2 && rows.columns == model.configuration.width,
                    "RowSource: rows of shape \(rows.shape) for a model of width \(model.configuration.width)")
            }
            row += part.count
        }
    }

    private func checkState() throws(ModelError) {
        guard let state = request.initialState else { return }
        let configuration = model.configuration
        let count = request.stream.layout.count
        guard state.count == count else {
            throw .stateDoesNotFit("it holds \(state.count) sequences, the batch has \(count)")
        }
        guard state.layers.count == configuration.layers else {
            throw .stateDoesNotFit("it holds \(state.layers.count) layers, the model has \(configuration.layers)")
        }
        let convolution = [count, configuration.convolutionWidth - 1, configuration.innerWidth]
        let scan = [count, configuration.innerWidth, configuration.state]
        for (index, layer) in state.layers.enumerated() {
            guard layer.convolution.shape == convolution, layer.scan.shape == scan else {
                throw .stateDoesNotFit(
                    "layer \(index) has the shapes \(layer.convolution.shape) and \(layer.scan.shape), "
                        + "the model asks for \(convolution) and \(scan)")
            }
        }
    }
}
