/// Settings of the document-retrieval task.
package struct DocumentsConfiguration: Codable, Hashable, Sendable {
    /// Whether the query stands before the documents, as in the paper, or after them.
    package var queryFirst = true

    /// Sentences about its person that a document has, 1 ... 5.
    package var sentences = 4

    /// Number of different first names, 4 ... 48.
    package var givenNames = 48

    /// Number of different last names, 4 ... 48.
    package var familyNames = 48

    /// Share of the documents whose person has the first or the last name of the one asked for, 0 ... 1.
    package var nearMisses = 0.1

    /// The filler, which brings the last of the other documents to length.
    package var filler = FillerConfiguration()

    /// The defaults.
    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        queryFirst = try container.value(.queryFirst, default: queryFirst)
        sentences = try container.value(.sentences, default: sentences)
        givenNames = try container.value(.givenNames, default: givenNames)
        familyNames = try container.value(.familyNames, default: familyNames)
        nearMisses = try container.value(.nearMisses, default: nearMisses)
        filler = try container.value(.filler, default: filler)
    }

    private enum CodingKeys: String, CodingKey {
        case sentences, filler
        case queryFirst = "query-first"
        case givenNames = "given-names"
        case familyNames = "family-names"
        case nearMisses = "near-misses"
    }
}
