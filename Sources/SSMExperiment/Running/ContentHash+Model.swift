import Foundation
package import SSMModel
package import SSMRecord
package import SSMTensor

extension ContentHash {
    /// The hash of a model's weights and shape and of the parameters of strategies.
    package init(of model: LanguageModel, strategies: ParameterTree) {
        var text = model.configuration.json
        for part in [model.parameters, strategies] {
            // The order of tensors depends on the kind of file that they were read from.
            for (name, tensor) in part.sorted(by: { $0.name < $1.name }) {
                let bytes = tensor.withSpan { span in span.withUnsafeBytes { Data($0) } }
                text += "\n\(name) \(ContentHash(of: bytes).hexadecimal)"
            }
        }
        self.init(of: Data(text.utf8))
    }
}
