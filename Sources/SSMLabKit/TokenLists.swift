package import Foundation
package import SSMTensor

/// The sequences of a file that holds a list of lists of token ids.
package struct TokenLists: Sendable, Hashable {
    /// The sequences, each of at least one token.
    package let sequences: [[TokenID]]

    /// Reads and checks a file.
    ///
    /// - Throws: `InputError` that names the file and the list, from 0, that is wrong.
    package init(contentsOf url: URL, vocabularySize: Int) throws(InputError) {
        let path = url.path
        let lists = try Self.lists(in: url)
        guard !lists.isEmpty else { throw .nothingListed(path: path) }
        for (list, tokens) in lists.enumerated() {
            guard !tokens.isEmpty else { throw .emptyList(path: path, list: list) }
            if let index = tokens.firstIndex(where: { !(0..<vocabularySize).contains($0) }) {
                throw .tokenOutOfRange(
                    path: path, list: list, index: index, token: tokens[index], vocabularySize: vocabularySize)
            }
        }
        sequences = lists.map { $0.map { TokenID($0) } }
    }

    private static func lists(in url: URL) throws(InputError) -> [[Int]] {
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw .unreadable(url.path, error)
        }
        do {
            return try JSONDecoder().decode([[Int]].self, from: data)
        } catch let DecodingError.typeMismatch(_, context), let DecodingError.dataCorrupted(context),
            let DecodingError.valueNotFound(_, context)
        {
            throw .notTokenLists(path: url.path, place: place(context))
        } catch {
            throw .notTokenLists(path: url.path, place: "\(error)")
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        let indices = context.codingPath.compactMap(\.intValue)
        return switch indices.count {
        case 0: "not JSON of that form (\(context.debugDescription))"
        case 1: "list \(indices[0]) is no list of numbers"
        default: "list \(indices[0]), index \(indices[1]) is no whole number"
        }
    }
}
