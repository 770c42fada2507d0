import Foundation
import SSMTensor
import SSMText
import Testing

/// The golden files of the `tokenizers` package.
struct GoldenTests {
    struct Line: Decodable {
        let text: String
        let ids: [TokenID]
        let idsNoSpecial: [TokenID]
        let decoded: String
        let decodedSkipSpecial: String
    }

    @Test(arguments: ["neox-style", "llama-style"])
    func `every line is encoded and decoded as the package does`(_ name: String) throws {
        let tokenizer = try TokenizerFile.tokenizer(json: try Fixture.text("\(name).json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let lines = try Fixture.text("\(name).golden.jsonl").utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 121)
        for (number, bytes) in lines.enumerated() {
            let line = try decoder.decode(Line.self, from: Data(bytes))
            #expect(try tokenizer.encode(line.text) == line.idsNoSpecial, "\(name), line \(number + 1)")
            #expect(try tokenizer.encodeWithSpecialTokens(line.text) == line.ids, "\(name), line \(number + 1)")
            let decoded = tokenizer.decode(line.ids)
            #expect(decoded.utf8.elementsEqual(line.decoded.utf8), "\(name), line \(number + 1): \(decoded)")
            let skipped = tokenizer.decode(line.ids, skippingSpecialTokens: true)
            #expect(
                skipped.utf8.elementsEqual(line.decodedSkipSpecial.utf8), "\(name), line \(number + 1): \(skipped)")
        }
    }
}
