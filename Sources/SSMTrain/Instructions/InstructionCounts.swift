/// What became of the rows of one source.
package struct InstructionCounts: Codable, Sendable, Hashable {
    /// Why a row is not used.
    package enum Reason: String, Codable, Sendable, Hashable, CaseIterable, CodingKeyRepresentable {
        /// The prompt has no token.
        case emptyPrompt
        /// The response has no token.
        case emptyResponse
        /// The prompt does not have more tokens than `prompt-above`.
        case shortPrompt
        /// The example has `total-below` tokens or more, its prompt cut where it may be.
        case tooLong
        /// The response leaves too little room: cutting the prompt does not make the example short enough.
        case longResponse
        /// The row fits, and `keep` has chosen others.
        case beyondKeep
    }

    /// The file.
    package let path: String
    /// Rows that were looked at.
    package internal(set) var read = 0
    /// Rows that are used.
    package internal(set) var kept = 0
    /// Rows among the used ones whose prompt is cut.
    package internal(set) var cut = 0
    /// Rows that are not used, by their reason.
    package internal(set) var dropped: [Reason: Int] = [:]

    /// Counts of a file of which nothing has been looked at.
    init(path: String) {
        self.path = path
    }

    /// The counts in a line for a person.
    package var text: String {
        let reasons = Reason.allCases.compactMap { reason in
            dropped[reason].map { "\($0) \(reason.text)" }
        }
        return "\(path): \(read) rows read, \(kept) kept" + (cut > 0 ? " (\(cut) with a cut prompt)" : "")
            + (reasons.isEmpty ? "" : "; dropped: " + reasons.joined(separator: ", "))
    }
}

extension InstructionCounts.Reason {
    fileprivate var text: String {
        switch self {
        case .emptyPrompt: "without a prompt"
        case .emptyResponse: "without a response"
        case .shortPrompt: "with too short a prompt"
        case .tooLong: "too long"
        case .longResponse: "with too long a response"
        case .beyondKeep: "beyond 'keep'"
        }
    }
}
