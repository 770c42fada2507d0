import SSMTensor

/// An endless text of sentences whose topic stays for a while.
struct FillerStream {
    private let writer: FillerWriter
    private let exceptNumber: Int?
    private var generator: RandomGenerator
    private var topic: Lexicon.Topic
    private var sentencesLeft: Int

    /// The text of a key; no number in it is `exceptNumber`.
    init(_ writer: FillerWriter, exceptNumber: Int? = nil, key: RandomKey) {
        self.writer = writer
        self.exceptNumber = exceptNumber
        generator = key.generator
        topic = writer.topic(from: &generator)
        sentencesLeft = writer.sentencesOfTopic(from: &generator)
    }

    /// The next sentence, without a space before it.
    mutating func next() -> String {
        if sentencesLeft == 0 {
            topic = writer.topic(from: &generator)
            sentencesLeft = writer.sentencesOfTopic(from: &generator)
        }
        sentencesLeft -= 1
        return writer.sentence(about: topic, exceptNumber: exceptNumber, from: &generator)
    }

    /// The sentences of one topic, without spaces before them.
    static func paragraph(_ writer: FillerWriter, key: RandomKey) -> [String] {
        var stream = FillerStream(writer, key: key)
        return (0..<stream.sentencesLeft).map { _ in stream.next() }
    }
}
