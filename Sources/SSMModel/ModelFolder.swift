import Foundation
import SSMStore

/// The files of a Hugging Face folder.
enum ModelFolder {
    /// The shape of the model.
    static let configuration = "config.json"
    /// Weights of the model: `<base>.safetensors`, or shards and their index.
    static let weights = "model"
    /// Trained parameters of strategies.
    static let strategies = "strategies"
    /// Texts of a checkpoint that have no file of their own.
    static let record = "ssmlab.json"

    /// A file whose content is kept as a text, byte by byte.
    struct TextFile {
        /// The file.
        let name: String
        /// The name of the text in checkpoints.
        let text: String
        /// The longest content that is read.
        let limit: Int
    }

    /// What is kept as it is. `config.json` is not among them: it is written anew, see `ModelConfiguration.json`.
    static let textFiles = [
        TextFile(name: "tokenizer.json", text: CheckpointText.tokenizer, limit: 1 << 28),
        TextFile(name: "tokenizer_config.json", text: "tokenizer_config", limit: 1 << 24),
        TextFile(name: "special_tokens_map.json", text: "special_tokens_map", limit: 1 << 20),
        TextFile(name: "chat_template.jinja", text: "chat_template", limit: 1 << 20),
        TextFile(name: "generation_config.json", text: CheckpointText.generation, limit: 1 << 20),
    ]

    /// The longest configuration that is read.
    static let configurationLimit = 1 << 20
    /// The longest record that is read.
    static let recordLimit = 1 << 26

    /// Refuses a file of a folder where the folder itself is to be given.
    ///
    /// - Throws: `ModelError.unreadable`.
    static func checkIsNoPart(_ url: URL) throws(ModelError) {
        guard ["safetensors", "json"].contains(url.pathExtension) else { return }
        throw .unreadable(
            url, reason: "this is one file of a model; give the folder that it is in, or an .h5 checkpoint")
    }

    /// The content of a file; nil when there is none.
    ///
    /// - Throws: `ModelError.unreadable`.
    static func content(of name: String, in folder: URL, atMost limit: Int) throws(ModelError) -> [UInt8]? {
        let url = folder.appendingPathComponent(name)
        do throws(StoreError) {
            return try wholeFile(url, atMost: limit)
        } catch .notFound {
            return nil
        } catch .notAFile {
            throw .unreadable(url, reason: "is not a regular file")
        } catch .unreadable(_, let reason), .unsupported(_, let reason) {
            throw .unreadable(url, reason: reason)
        } catch {
            throw .unreadable(url, reason: "\(error)")
        }
    }

    /// The text of a file; nil when there is none.
    ///
    /// - Throws: `ModelError.unreadable`.
    static func text(of name: String, in folder: URL, atMost limit: Int) throws(ModelError) -> String? {
        guard let content = try content(of: name, in: folder, atMost: limit) else { return nil }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw .unreadable(folder.appendingPathComponent(name), reason: "it is not UTF-8 text")
        }
        return text
    }
}

/// Names of texts in checkpoints.
enum CheckpointText {
    /// The configuration of the model, as a `config.json`.
    static let model = "model"
    /// The `tokenizer.json`.
    static let tokenizer = "tokenizer"
    /// The `generation_config.json`.
    static let generation = "generation_config"
    /// How far training came; of no use without the state of the optimiser, which a loaded model lacks.
    static let progress = "progress"
}
