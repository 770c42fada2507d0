import Foundation
import SSMEval
import SSMTensor
import SSMText

/// Documents to measure perplexity on, read from a file or a folder and encoded piece by piece.
struct TextCorpus {
    /// The documents, in the order of their lines or of the names of their files.
    private(set) var documents: [PerplexityDocument] = []
    private let tokenizer: () throws -> any Tokenizer

    /// Bytes that are read in one go.
    private static let pieceBytes = 1 << 20

    /// Reads `FILE.jsonl` with {"text": …} a line, `FILE.bin` of token ids, a folder of `.txt` files, or one text.
    ///
    /// - Parameters:
    ///   - tokenizer: the model's; called once, and not for ids.
    ///   - vocabularySize: what bounds the ids of a `.bin`.
    /// - Throws: `InputError` that names the file and the place; what `tokenizer` throws.
    init(contentsOf url: URL, tokenizer: @escaping () throws -> any Tokenizer, vocabularySize: Int) throws {
        self.tokenizer = tokenizer
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw InputError.unreadable(path: url.path, reason: "there is no such file")
        }
        switch url.pathExtension.lowercased() {
        case _ where isFolder.boolValue: try readFolder(url)
        case "bin": try readIDs(url, vocabularySize: vocabularySize)
        case "jsonl": try readLines(url)
        case "gz", "zst", "xz", "bz2", "zip", "tar":
            throw InputError.unsupportedKind(path: url.path, reason: "this is a compressed file; unpack it first")
        case "json", "parquet", "arrow", "npy", "h5", "safetensors":
            throw InputError.unsupportedKind(
                path: url.path,
                reason: "give a text, a .jsonl with {\"text\": …} a line, a folder of .txt files, or a .bin of ids")
        default: try readText([url], encoder: DocumentEncoder(try tokenizer()))
        }
    }

    private mutating func readFolder(_ url: URL) throws {
        let files: [URL]
        do {
            files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
        } catch {
            throw InputError.unreadable(url.path, error)
        }
        let texts = files.filter { $0.pathExtension.lowercased() == "txt" }
            .sorted { $0.lastPathComponent.utf8.lexicographicallyPrecedes($1.lastPathComponent.utf8) }
        guard !texts.isEmpty else {
            throw InputError.unsupportedKind(path: url.path, reason: "there is no .txt file in this folder")
        }
        try readText(texts, encoder: DocumentEncoder(try tokenizer()))
    }

    /// Reads files, each one document.
    private mutating func readText(_ files: [URL], encoder: DocumentEncoder) throws {
        for file in files {
            var encoder = encoder
            try Self.pieces(of: file) { try encoder.add($0, of: file.path) }
            documents.append(try encoder.document(named: file.lastPathComponent, of: file.path))
        }
    }

    private struct Line: Decodable {
        let text: String
    }

    /// Reads a file with one document a line.
    private mutating func readLines(_ file: URL) throws {
        let empty = DocumentEncoder(try tokenizer())
        let decoder = JSONDecoder()
        var number = 0
        var rest: [UInt8] = []
        var offset = 0
        func read(_ line: ArraySlice<UInt8>) throws -> PerplexityDocument? {
            number += 1
            defer { offset += line.count + 1 }
            guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return nil }
            if let fault = DocumentEncoder.firstFault(in: line) {
                throw InputError.notText(path: file.path, offset: offset + fault)
            }
            let text: String
            do {
                text = try decoder.decode(Line.self, from: Data(line)).text
            } catch {
                throw InputError.malformedLine(
                    path: file.path, line: number, reason: "a JSON object with \"text\": \"…\" is needed")
            }
            var encoder = empty
            try encoder.add(Array(text.utf8), of: "\(file.path):\(number)")
            return try encoder.document(
                named: "\(file.lastPathComponent):\(number)", of: "\(file.path):\(number)")
        }
        try Self.pieces(of: file) { piece in
            rest += piece
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                if let document = try read(rest[start..<end]) { documents.append(document) }
                start = end + 1
            }
            rest.removeFirst(start)
        }
        if !rest.isEmpty, let document = try read(rest[...]) { documents.append(document) }
        guard !documents.isEmpty else {
            throw InputError.unreadable(path: file.path, reason: "there is no document in it")
        }
    }

    /// Reads token ids, 16 bits each and little-endian as LongLoRA has them: one document.
    private mutating func readIDs(_ file: URL, vocabularySize: Int) throws {
        var tokens: [TokenID] = []
        var odd: UInt8?
        try Self.pieces(of: file) { piece in
            var low = odd
            for byte in piece {
                guard let first = low else {
                    low = byte
                    continue
                }
                let token = TokenID(first) | TokenID(byte) << 8
                guard token < vocabularySize else {
                    throw InputError.unsupportedKind(
                        path: file.path,
                        reason: "the id \(token) at place \(tokens.count) is outside the vocabulary "
                            + "0..<\(vocabularySize); a .bin holds ids of 16 bits, of this model's tokenizer")
                }
                tokens.append(token)
                low = nil
            }
            odd = low
        }
        guard odd == nil else {
            throw InputError.unsupportedKind(
                path: file.path, reason: "it has an odd number of bytes; a .bin holds ids of 16 bits")
        }
        documents = [PerplexityDocument(name: file.lastPathComponent, tokens: tokens)]
    }

    private static func pieces(of file: URL, _ body: ([UInt8]) throws -> Void) throws {
        let handle: FileHandle
        do {
            handle = try FileHandle(forReadingFrom: file)
        } catch {
            throw InputError.unreadable(file.path, error)
        }
        defer { try? handle.close() }
        while true {
            let piece: Data
            do {
                piece = try handle.read(upToCount: pieceBytes) ?? Data()
            } catch {
                throw InputError.unreadable(file.path, error)
            }
            guard !piece.isEmpty else { return }
            try body(Array(piece))
        }
    }
}
