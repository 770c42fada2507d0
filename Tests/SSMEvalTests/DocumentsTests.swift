import SSMContext
import SSMEval
import SSMTensor
import SSMText
import Testing

struct DocumentsTests {
    private func task(_ change: (inout DocumentsConfiguration) -> Void = { _ in }) throws -> DocumentsTask {
        var configuration = DocumentsConfiguration()
        change(&configuration)
        return try DocumentsTask(configuration)
    }

    /// The documents of a context: number and text.
    private func documents(_ sample: Sample) -> [(id: String, text: String)] {
        sample.contextText.split(separator: " <|Document ").map { document in
            let parts = document.split(separator: "|>", maxSplits: 1)
            return (String(parts[0]), String(parts.last ?? ""))
        }
    }

    /// The person asked for: the two words in capitals that the question has beside its first.
    private func name(in sample: Sample) -> String {
        let words = sample.questions[0].query.split { !$0.isLetter }
        return words.drop { $0 != "Query" }.dropFirst(2).filter { $0.first?.isUppercase == true }
            .joined(separator: " ")
    }

    @Test func `the prompt is the paper's`() throws {
        let sample = try task().samples([512], depths: [0.5], count: 1)[0]
        let text = sample.prompts[0].text
        #expect(text.hasPrefix(" <|Query|> "))
        #expect(text.hasSuffix(" <|Answer|> <|Document "))
        #expect(sample.context[0].text.hasPrefix(" <|Document "))
        let id = sample.questions[0].answers[0]
        #expect(sample.questions[0].target == "\(id)|>")
        #expect(sample.evidenceText().hasPrefix(" <|Document \(id)|> "))
    }

    @Test func `the query can stand after the documents`() throws {
        let sample = try task { $0.queryFirst = false }.samples([512], count: 1)[0]
        #expect(sample.prompts[0].text.hasPrefix(" <|Document "))
        #expect(sample.prompts[0].text.contains(sample.questions[0].query + " <|Answer|> <|Document "))
    }

    @Test(arguments: [0.0, 0.3])
    func `numbers and persons differ, and only the document asked for is about the person`(_ share: Double) throws {
        let task = try task { $0.nearMisses = share }
        for sample in try task.samples([200, 2_048], count: 6) {
            let documents = documents(sample)
            let numbers = documents.compactMap { Int($0.id) }
            #expect(numbers.count == documents.count && Set(numbers).count == documents.count)
            #expect(numbers.allSatisfy { (0..<1_000).contains($0) })
            let name = name(in: sample)
            #expect(name.split(separator: " ").count == 2)
            let about = documents.filter { $0.text.contains(name) }
            #expect(about.map(\.id) == sample.questions[0].answers)
            #expect(sample.chance == 1 / Double(documents.count))
        }
    }

    @Test func `near misses share a name with the person asked for`() throws {
        func nearMisses(_ share: Double) throws -> Double {
            let samples = try task { $0.nearMisses = share }.samples([2_048], count: 8)
            let shares = samples.map { sample in
                let words = name(in: sample).split(separator: " ")
                let others = documents(sample).filter { [$0.id] != sample.questions[0].answers }
                let near = others.filter { other in words.contains { other.text.contains(" \($0) ") } }
                return Double(near.count) / Double(others.count)
            }
            return shares.reduce(0, +) / Double(shares.count)
        }
        #expect(try nearMisses(0.5) > 0.4)
        #expect(try nearMisses(0) < 0.2)
    }

    @Test(arguments: [0, 0.5, 1])
    func `the document stands at its depth`(_ depth: Double) throws {
        for sample in try task().samples([4_096], depths: [depth], count: 8) {
            let all = documents(sample)
            let place = try #require(all.firstIndex { [$0.id] == sample.questions[0].answers })
            #expect(abs(Double(place) / Double(all.count - 1) - depth) < 0.15)
        }
    }

    @Test func `a longer context has the documents of a shorter one in the same order`() throws {
        let samples = try task().samples([256, 512, 1_024, 4_096], depths: [0.5], count: 4)
        for (_, group) in Dictionary(grouping: samples, by: \.group) {
            for (short, long) in zip(group, group.dropFirst()) {
                #expect(isSubsequence(documents(short).map(\.id), of: documents(long).map(\.id)))
                #expect(documents(short).count < documents(long).count)
            }
        }
    }

    @Test func `training and evaluation share no person`() throws {
        let task = try task {
            $0.givenNames = 6
            $0.familyNames = 6
        }
        let training = try (0..<60).map { name(in: try task.trainingSample($0, length: 200, key: testKey)) }
        let evaluation = try task.samples([200], count: 60).map { name(in: $0) }
        #expect(Set(training).isDisjoint(with: evaluation))
        #expect(Set(training).count > 8 && Set(evaluation).count > 8)
    }

    @Test func `running out of persons is an error that says what to raise`() throws {
        let task = try task {
            $0.givenNames = 4
            $0.familyNames = 4
        }
        #expect {
            try task.samples([2_048])
        } throws: { error in
            guard case TaskError.exhausted("documents", 2_048, _, let key) = error else { return false }
            return key.contains("given-names")
        }
    }
}
