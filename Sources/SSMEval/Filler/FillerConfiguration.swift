/// How the text around the evidence is made.
package struct FillerConfiguration: Codable, Hashable, Sendable {
    /// Number of topics, 1 ... 10; each brings 18 words of its own.
    package var topics = 10

    /// Mean number of sentences before the topic changes.
    package var sentencesPerTopic = 4

    /// Share of the sentences that have a number, so that digits do not give the evidence away.
    package var numbers = 0.15

    /// Share of the sentences that have words of the evidence, so that these do not give it away either.
    package var echoes = 0.15

    /// The defaults.
    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        topics = try container.value(.topics, default: topics)
        sentencesPerTopic = try container.value(.sentencesPerTopic, default: sentencesPerTopic)
        numbers = try container.value(.numbers, default: numbers)
        echoes = try container.value(.echoes, default: echoes)
    }

    private enum CodingKeys: String, CodingKey {
        case topics, numbers, echoes
        case sentencesPerTopic = "sentences-per-topic"
    }

    /// Checks the ranges on behalf of a task.
    func check(for task: String) throws(TaskError) {
        func demand(_ holds: Bool, _ key: String, _ reason: String) throws(TaskError) {
            guard holds else { throw .configuration(task: task, key: "filler.\(key)", reason: reason) }
        }
        try demand((1...Lexicon.topics.count).contains(topics), "topics", "has to be in 1...\(Lexicon.topics.count)")
        try demand(sentencesPerTopic >= 1, "sentences-per-topic", "has to be at least 1")
        try demand(numbers >= 0, "numbers", "must not be negative")
        try demand(echoes >= 0, "echoes", "must not be negative")
        try demand(numbers + echoes <= 1, "echoes", "and numbers must not be more than 1 together")
    }
}

extension KeyedDecodingContainer {
    /// The value of a key, or the default where the key is missing or null.
    func value<Value: Decodable>(_ key: Key, default standard: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? standard
    }
}
