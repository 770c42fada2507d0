import Foundation
import SSMExperiment
import SSMRecord
import Testing

/// Evaluations with linear probes of the state.
struct ProbeTests {
    private let text = tinyText.replacing(
        "{lengths: [16, 64], samples: 5}", with: "{lengths: [16, 64], samples: 5, probe: {samples: 8}}")

    @Test func `each layer of each column is probed, once`() async throws {
        let place = Workplace()
        let results = try await place.run(text)
        let probes = try #require(results.evaluations[0].probes)
        #expect(probes.map(\.column) == ["plain", "newest"])
        for column in probes {
            #expect(column.lengths.map(\.length) == [16, 64])
            for length in column.lengths {
                #expect(length.fittedOn == 16 && length.questions == 10 && length.contexts == 5)
                #expect(length.layers.map(\.layer) == [0, 1] && (1...8).contains(length.answers))
                let scores = length.layers.map(\.score) + [length.own, length.withoutState]
                #expect(scores.allSatisfy { $0.low <= $0.value && $0.value <= $0.high && (0...1).contains($0.value) })
                // The column's own answers to the same questions.
                let row = results.evaluations[0].rows.first {
                    $0.column == column.column && $0.length == length.length && $0.seed == nil
                }
                #expect(row?.score.value == length.own.value)
            }
        }
        // The rows that a column drops are not in its state.
        #expect(probes[0].lengths[1].withoutState == probes[1].lengths[1].withoutState)
        var begun = 0
        let again = try await place.run(text) { event in
            if case .began = event { begun += 1 }
            return false
        }
        #expect(begun == 0 && again == results)
    }

    @Test func `a probe can be added later, and answers are not made again for it`() async throws {
        let place = Workplace()
        _ = try await place.run()
        var answered = 0
        let results = try await place.run(text) { event in
            if case .answered = event { answered += 1 }
            return false
        }
        #expect(answered == 0 && results.evaluations[0].probes?.count == 2)
        #expect(
            try experiment(text).expanded().evaluations
                == experiment(experiment(text).resolvedYAML()).expanded().evaluations)
    }

    @Test func `a probe is not fitted on what it is asked about`() throws {
        let same = text.replacing("probe: {samples: 8}", with: "probe: {samples: 8, split: evaluation}")
        let error = try failure { () throws(ConfigurationError) in try experiment(same) }
        #expect(error.description.contains("a probe is fitted on another split"), "\(error)")
    }

    @Test(arguments: [
        ("evaluate.0.task=documents", "no state stands between context and question"),
        ("evaluate.0.probe.samples=601", "on 600 contexts at most"),
    ])
    func `what cannot be probed is refused before anything runs`(_ override: String, _ reason: String) throws {
        let error = try failure { () throws(ConfigurationError) in try experiment(text, overrides: [override]) }
        #expect(error.description.contains(reason), "\(error)")
    }
}
