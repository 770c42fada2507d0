/// The score of one answer, with what statistics have to know about it.
package struct ScoredAnswer: Sendable, Hashable {
    /// The context that the answer depends on, with all its lengths and depths: what is drawn in a bootstrap.
    package var group: String

    /// What the answer is paired by: answers of two columns with the same item are to the same prompt.
    package var item: String

    /// The score.
    package var score: Score

    /// A scored answer.
    package init(group: String, item: String, score: Score) {
        self.group = group
        self.item = item
        self.score = score
    }

    /// The score of a record.
    ///
    /// - Parameters:
    ///   - replicate: tells apart answers to one prompt inside a column, such as those of several seeds.
    ///   - score: the score; nil: that of the record itself.
    package init(_ record: PredictionRecord, replicate: String = "", score: Score? = nil) {
        self.init(
            group: record.group, item: "\(record.prompt) \(replicate)", score: score ?? record.score)
    }
}
