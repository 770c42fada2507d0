import Foundation
import SSMTensor
import SSMText

/// A tokenizer that the user names by a path.
enum TokenizerPath {
    /// Reads a `tokenizer.json`, or the one in the folder of a model.
    ///
    /// - Parameter endOfText: the token that ends a text, where the tokenizer itself may not say.
    /// - Throws: `InputError` that names the file.
    static func load(_ path: String, endOfText: TokenID? = nil) throws(InputError) -> any Tokenizer {
        var url = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            url.append(path: "tokenizer.json")
        }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw .unreadable(url.relativePath, error)
        }
        guard let json = String(validating: bytes, as: UTF8.self) else {
            throw .unsupportedKind(
                path: url.relativePath,
                reason: "it is not UTF-8, so no tokenizer.json; give one, or the folder of a model that has one, which "
                    + "`ssmlab convert` makes of a checkpoint")
        }
        do throws(TokenizerError) {
            return try TokenizerFile.tokenizer(json: json, endOfText: endOfText)
        } catch {
            throw .badTokenizer(path: path, error)
        }
    }
}
