import Foundation
import SSMTensor
import SSMText
import Testing

/// Streaming with tokenizers of files, and with every decoder that these may have.
@Suite struct StreamedFileTests {
    private static let space = #"{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}"#
    private static let strip = #"{"type": "Strip", "content": " ", "start": 1, "stop": 0}"#
    private static let stripEnd = #"{"type": "Strip", "content": " ", "start": 0, "stop": 2}"#
    private static let fallback = #"{"type": "ByteFallback"}, {"type": "Fuse"}"#

    static let decoders: [String?] = [
        nil, "null", #"{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}"#,
        #"{"type": "BPEDecoder", "suffix": "a"}"#, #"{"type": "Sequence", "decoders": [\#(space), \#(strip)]}"#,
        #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}"#,
        #"{"type": "Sequence", "decoders": [\#(space), \#(fallback), \#(stripEnd)]}"#,
        #"{"type": "Sequence", "decoders": [\#(fallback), \#(space), \#(strip)]}"#,
        #"{"type": "Sequence", "decoders": [{"type": "Sequence", "decoders": [{"type": "ByteFallback"}]}, \#(strip)]}"#,
    ]

    /// The tokenizer of a fixture, with another decoder if one is given.
    private func tokenizer(_ name: String, decoder: String?) throws -> any Tokenizer {
        let text = try Fixture.text(name)
        guard let decoder else { return try TokenizerFile.tokenizer(json: text) }
        var file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        file["decoder"] = try JSONSerialization.jsonObject(with: Data(decoder.utf8), options: .fragmentsAllowed)
        let changed = try JSONSerialization.data(withJSONObject: file)
        return try TokenizerFile.tokenizer(json: String(decoding: changed, as: UTF8.self))
    }

    @Test(arguments: ["neox-style.json", "llama-style.json"], decoders)
    func `the pieces are the text of all tokens`(_ name: String, _ decoder: String?) throws {
        let tokenizer = try tokenizer(name, decoder: decoder)
        var generator = RandomKey(seed: 31).generator
        // Low ids are special tokens, bytes and letters: a third of the tokens, so that runs of them occur.
        for _ in 0..<150 {
            let ids = (0..<generator.below(90)).map { _ in
                TokenID(generator.below(generator.below(3) == 0 ? 300 : tokenizer.vocabularySize))
            }
            for skipping in [true, false] {
                var stream = StreamingDecoder(tokenizer, skippingSpecialTokens: skipping)
                let text = (ids.map { stream.append($0) } + [stream.finish()]).joined()
                let whole = tokenizer.decode(ids, skippingSpecialTokens: skipping)
                #expect(text.utf8.elementsEqual(whole.utf8), "\(ids)")
            }
        }
    }

    @Test(arguments: ["neox-style.json", "llama-style.json"])
    func `text comes out while it is decoded`(_ name: String) throws {
        let tokenizer = try tokenizer(name, decoder: nil)
        let ids = try tokenizer.encode("The quick brown fox jumps over the lazy dog, née Straße. Then it rests.")
        var stream = StreamingDecoder(tokenizer)
        let pieces = ids.map { stream.append($0) }
        #expect(pieces.count { !$0.isEmpty } > ids.count * 2 / 3)
        #expect(stream.finish().isEmpty)
    }
}
