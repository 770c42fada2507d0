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
            return shape.configuration(vocabularySize: try wordTokenizer(catalogs: catalogs).vocabularySize)
        case .checkpoint(let path):
            return try ModelConfiguration(ofModelAt: URL(fileURLWithPath: path), checker: checker)
        }
    }

    /// The tokenizer of a model that is trained from scratch: the words of its tasks, and of what strategies write.
    ///
    /// - Throws: `TaskError`, `StrategyError`, `TokenizerError`.
    func wordTokenizer(catalogs: Catalogs) throws -> WordTokenizer {
        let tasks = try (data?.settings ?? []).flatMap { try catalogs.task($0).vocabulary }
        return try WordTokenizer(words: tasks + WordTokenizer.vocabulary(of: try writtenTexts(catalogs: catalogs)))
    }

    /// The texts that strategies write, in an order that does not depend on that of the columns.
    ///
    /// - Throws: `StrategyError`.
    func writtenTexts(catalogs: Catalogs) throws -> [String] {
        let texts = try columns.all.flatMap { column in
            try catalogs.stack(column.stack).entries.flatMap(\.strategy.texts)
        }
        return Set(texts).sorted()
    }
}
