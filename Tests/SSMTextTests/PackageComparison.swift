import SSMTensor
import SSMText

/// One tokenizer here and in the `tokenizers` package, with texts and sequences of ids for both.
struct PackageComparison {
    /// What the tokenizer is called in messages.
    let name: String
    let tokenizer: any Tokenizer
    let request: TokenizersPackage.Request

    /// A comparison over generated texts, texts of the tokenizer's own tokens, and random sequences of ids.
    ///
    /// Of the code points, those are left out that have no meaning in this program's version of Unicode and may have one
    /// in the package's: all that are not assigned, but for planes 4 to 13, where no version has assigned any.
    ///
    /// - Parameters:
    ///   - texts: how many texts are encoded.
    ///   - sequences: how many sequences are decoded.
    init(_ name: String, json: String, texts: Int, sequences: Int) throws {
        self.name = name
        tokenizer = try TokenizerFile.tokenizer(json: json, endOfText: 0)
        let key = RandomKey(seed: 3).folding(name)
        var ids = key.folding("ids").generator
        let insertions = Self.insertions(of: tokenizer)
        var generator = TextGenerator(key: key.folding("texts"), insertions: insertions)
        request = TokenizersPackage.Request(
            tokenizer: json,
            texts: (0..<texts).map { [tokenizer] number in
                let text =
                    number % 5 == 0 ? tokenizer.decode(Self.sequence(of: tokenizer, &ids)) : generator.text()
                var kept = String.UnicodeScalarView()
                kept.append(
                    contentsOf: text.unicodeScalars.filter { $0.properties.age != nil || $0.value >= 0x4_0000 })
                return String(kept)
            },
            sequences: (0..<sequences).map { [tokenizer] _ in Self.sequence(of: tokenizer, &ids) })
    }

    /// Special tokens of the vocabulary, some of them with what may stand around them, and what only looks like one.
    static func insertions(of tokenizer: any Tokenizer) -> [String] {
        let special = (0..<TokenID(tokenizer.vocabularySize)).filter(tokenizer.isSpecial)
            .map { tokenizer.decode([$0]) }
        return special + special.flatMap { [" \($0)", "\($0) ", "\n\($0)\t", "x\($0)y", "\($0)\($0)"] }
            + Self.lookalikes
    }

    private static let lookalikes = [
        "<|", "|>", "<|endoftext", "<|endoftext|", "|endoftext|>", "<|ENDOFTEXT|>", "<s", "</s", "<s>", "</s>", "<unk>",
        "<0x41>", "<0xE2>", "<0x", "\u{2581}", "\u{120}a", "[CLS]", "[SEP", "##", "</w>", "Plain", "lower", "left",
        " right ", "both", " word ", "Whole", "ed", "<x><x", "caf\u{E9}", "cafe\u{301}s",
    ]

    private static func sequence(of tokenizer: any Tokenizer, _ generator: inout RandomGenerator) -> [TokenID] {
        (0..<generator.below(24)).map { _ in TokenID(generator.below(tokenizer.vocabularySize)) }
    }

    /// What differs between here and the package, in words; the first few differences only.
    func differences(from answer: TokenizersPackage.Answer) -> [String] {
        var found: [String] = []
        for (text, item) in zip(request.texts, answer.texts) where found.count < 8 && item.crash == nil {
            if let difference = difference(of: text, from: item) {
                found.append("\(name): \"\(Self.escaped(text))\": \(difference)")
            }
        }
        for (ids, item) in zip(request.sequences, answer.sequences) where found.count < 12 && item.crash == nil {
            if let difference = decodingDifference(of: ids, from: item) { found.append("\(name): \(difference)") }
        }
        return found
    }

    private func difference(of text: String, from item: TokenizersPackage.Item) -> String? {
        do {
            let ids = try tokenizer.encode(text)
            guard item.error == nil else { return "ids \(ids) here, an error there: \(item.error ?? "")" }
            guard ids == item.ids else { return "ids \(ids) here, \(item.ids ?? []) there" }
            let special = try tokenizer.encodeWithSpecialTokens(text)
            guard special == item.idsWithSpecial else {
                return "with special tokens \(special) here, \(item.idsWithSpecial ?? []) there"
            }
            return decodingDifference(of: ids, from: item)
        } catch {
            return item.error == nil ? "an error here, ids \(item.ids ?? []) there: \(error)" : nil
        }
    }

    private func decodingDifference(of ids: [TokenID], from item: TokenizersPackage.Item) -> String? {
        for (isSkipping, there) in [(false, item.decoded), (true, item.decodedSkipping)] {
            let here = tokenizer.decode(ids, skippingSpecialTokens: isSkipping)
            guard let there, here.utf8.elementsEqual(there.utf8) else {
                return "\(ids) decoded\(isSkipping ? " without special tokens" : ""): \"\(Self.escaped(here))\" here, "
                    + (there.map { "\"\(Self.escaped($0))\" there" } ?? "an error there: \(item.error ?? "")")
            }
        }
        return nil
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
    }
}
