import SSMEval
import SSMTensor
import SSMText

/// Encodes one document as its bytes come: only the tokens and what is not certain yet are kept.
struct DocumentEncoder {
    private var encoder: StreamingEncoder
    private var tokens: [TokenID] = []
    private var size = TextSize()

    /// An encoder before the first byte.
    init(_ tokenizer: any Tokenizer) {
        encoder = StreamingEncoder(tokenizer)
    }

    /// Takes more bytes of UTF-8.
    ///
    /// - Parameter source: the file, for messages.
    /// - Throws: `InputError.notText`, `notEncodable`.
    mutating func add(_ piece: [UInt8], of source: String) throws(InputError) {
        size.add(piece)
        do throws(TokenizerError) {
            tokens += try encoder.append(piece)
        } catch {
            throw Self.fault(error, in: source)
        }
    }

    /// The document, when all bytes are there.
    ///
    /// - Throws: `InputError.notText`, `notEncodable`.
    mutating func document(named name: String, of source: String) throws(InputError) -> PerplexityDocument {
        do throws(TokenizerError) {
            tokens += try encoder.finish()
        } catch {
            throw Self.fault(error, in: source)
        }
        return PerplexityDocument(name: name, tokens: tokens, size: size)
    }

    private static func fault(_ error: TokenizerError, in source: String) -> InputError {
        if case .notUTF8(let offset) = error { return .notText(path: source, offset: offset) }
        return .notEncodable(path: source, reason: "\(error)")
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
