import Foundation
package import SSMModel
package import SSMStore
import SSMText

extension Experiment {
    /// The shape of the model that the experiment begins with, without its weights.
    ///
    /// - Parameter checker: as that of `Materials`.
    /// - Throws: `TaskError`, `TokenizerError`, `ModelError`, `StoreError`.
    package func modelConfiguration(
        catalogs: Catalogs, checker: ForeignFileChecker? = nil
    ) throws -> ModelConfiguration {
        switch model {
        case .fresh(let shape):
            let words = try data?.setting.map { try catalogs.task($0).vocabulary } ?? []
            return shape.configuration(vocabularySize: try WordTokenizer(words: words).vocabularySize)
        case .checkpoint(let path):
            return try ModelConfiguration(ofModelAt: URL(fileURLWithPath: path), checker: checker)
        }
    }
}
