/// Settings of the passkey task.
package struct PasskeyConfiguration: Codable, Hashable, Sendable {
    /// Which paper's form.
    package enum Form: String, Codable, Hashable, Sendable, CaseIterable {
        /// Generated sentences around the code; the code is a whole token of the answer.
        case decimamba
        /// One paragraph repeated around the code; the code is the first number of the answer.
        case landmark
    }

    /// Which paper's form.
    package var form = Form.decimamba

    /// Digits of the longest code, 2 ... 9. Codes are not padded with zeros.
    package var digits = 5

    /// Fewest tokens of a filler sentence (DeciMamba form).
    package var sentenceTokens = 10

    /// The filler (DeciMamba form).
    package var filler = FillerConfiguration()

    /// The defaults.
    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        form = try container.value(.form, default: form)
        digits = try container.value(.digits, default: digits)
        sentenceTokens = try container.value(.sentenceTokens, default: sentenceTokens)
        filler = try container.value(.filler, default: filler)
    }

    private enum CodingKeys: String, CodingKey {
        case form, digits, filler
        case sentenceTokens = "sentence-tokens"
    }

    /// The codes that are drawn from, uniformly.
    ///
    /// - Source: DeciMamba 0 ... 99999; Landmark 1 ... 50000 (here half of all codes of so many digits).
    var codes: ClosedRange<Int> {
        let bound = (0..<digits).reduce(1) { power, _ in power * 10 }
        return switch form {
        case .decimamba: 0...(bound - 1)
        case .landmark: 1...(bound / 2)
        }
    }
}
