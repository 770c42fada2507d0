import SSMContext
import SSMEval
import SSMTensor
import Testing

/// Training and evaluation share words, types and values, but no fact.
struct ConversationSplitTests {
    /// Short lists and many questions, so that all there is comes up soon.
    private func task() throws -> ConversationsTask {
        try ConversationsTests.task {
            $0.questions = 12
            $0.nearMisses = 0
            $0.choices = 6
            $0.kinds = 8
            $0.filler.echoes = 0
        }
    }

    private func training(_ task: ConversationsTask) throws -> [Sample] {
        try (0..<120).map { try task.trainingSample($0, length: 2_048, key: testKey) }
    }

    private func evaluation(_ task: ConversationsTask) throws -> [Sample] {
        try task.samples([2_048], count: 120)
    }

    private func told(_ samples: [Sample]) -> Set<ConversationReader.Told> {
        Set(
            samples.flatMap { ConversationReader($0.context).told }.filter { $0.old == nil }.map { fact in
                var fact = fact
                fact.day = 0
                return fact
            })
    }

    private func words(_ samples: [Sample]) -> Set<String> {
        var words: Set<String> = []
        for sample in samples {
            let texts = sample.context.map(\.text) + sample.questions.map { $0.query + $0.target }
            for text in texts { words.formUnion(text.split { !$0.isLetter }.map(String.init)) }
        }
        return words
    }

    @Test func `no entity of training is in evaluation, so no fact is`() throws {
        let task = try task()
        let training = told(try training(task))
        let evaluation = told(try evaluation(task))
        #expect(Set(training.map(\.entity)).isDisjoint(with: evaluation.map(\.entity)))
        #expect(training.isDisjoint(with: evaluation))
    }

    @Test func `every word and every value of every type is in both`() throws {
        let task = try task()
        let samples = (training: try training(task), evaluation: try evaluation(task))
        #expect(words(samples.training).symmetricDifference(words(samples.evaluation)).isEmpty)
        func values(_ samples: [Sample]) -> Set<[String]> {
            Set(told(samples).filter { !$0.value.hasPrefix("my ") }.map { [$0.type, $0.value] })
        }
        #expect(values(samples.training).symmetricDifference(values(samples.evaluation)).isEmpty)
        #expect(values(samples.training).count > 200)
        // Each of the two words of names occurs in both splits, with other partners.
        func parts(_ samples: [Sample]) -> Set<[String]> {
            var parts: Set<[String]> = []
            for fact in told(samples) {
                let words = fact.entity.split(separator: " ").map(String.init)
                parts.insert(["first", words[0]])
                parts.insert(["second", words[words.count - (words.last == "class" ? 2 : 1)]])
            }
            return parts
        }
        #expect(parts(samples.training).symmetricDifference(parts(samples.evaluation)).isEmpty)
    }

    @Test func `values are drawn anew, so that an entity tells nothing about its value`() throws {
        let task = try task()
        let training = told(try training(task))
        let values = Dictionary(grouping: training.filter { $0.type == "job of" }, by: \.entity)
        #expect(values.count > 10 && values.values.allSatisfy { $0.count >= 3 })
    }
}
