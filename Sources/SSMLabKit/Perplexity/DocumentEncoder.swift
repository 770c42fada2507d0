import SSMEval
import SSMTensor
import SSMText

/// Encodes one document as its bytes come.
struct DocumentEncoder {
    private let tokenizer: any Tokenizer
    private var bytes: [UInt8] = []
    private var size = TextSize()

    /// An encoder before the first byte.
    init(_ tokenizer: any Tokenizer) {
        self.tokenizer = tokenizer
    }

    /// Takes more bytes of UTF-8.
    ///
    /// - Parameter source: the file, for messages.
    /// - Throws: `InputError.notText`, `notEncodable`.
    mutating func add(_ piece: [UInt8], of source: String) throws(InputError) {
        size.add(piece)
        bytes += piece
    }

    /// The document, when all bytes are there.
    ///
    /// - Throws: `InputError.notText`, `notEncodable`.
    func document(named name: String, of source: String) throws(InputError) -> PerplexityDocument {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notText(path: source, offset: Self.firstFault(in: bytes[...]) ?? 0)
        }
        do throws(TokenizerError) {
            return PerplexityDocument(name: name, tokens: try tokenizer.encode(text), size: size)
        } catch {
            throw .notEncodable(path: source, reason: "\(error)")
        }
    }

    /// The place of the first byte that is not UTF-8, from the start; nil when all are.
    static func firstFault(in bytes: ArraySlice<UInt8>) -> Int? {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}
