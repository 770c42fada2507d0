import SSMExperiment
import SSMRecord
import Testing

/// Evaluations on other samples than those that results are reported on.
struct SplitTests {
    @Test func `another split has runs of its own, and the usual one written out has none`() throws {
        let before = try experiment(exampleText).expanded()
        let usual = try experiment(exampleText, overrides: ["evaluate.keyed-recall.split=evaluation"]).expanded()
        #expect(usual == before)
        let design = try experiment(exampleText, overrides: ["evaluate.keyed-recall.split=design"]).expanded()
        #expect(design.stages == before.stages)
        for (old, new) in zip(before.evaluations, design.evaluations) {
            #expect((old.identity == new.identity) == (old.evaluation.setting.task == "mqar"))
        }
    }

    @Test func `another split asks other questions and says so`() async throws {
        let place = Workplace()
        let usual = try await place.run()
        let accepted = try place.predictions("plain").map(\.accepted)
        var began: [String] = []
        let text = tinyText.replacing("{lengths: [16, 64], ", with: "{lengths: [16, 64], split: design, ")
        let design = try await place.run(text) { event in
            if case .began(let title, _, _) = event { began.append(title) }
            return false
        }
        #expect(began == ["plain", "newest"].map { "\($0) on mqar (split design), seed 0" })
        #expect(try place.predictions("plain", text).count == accepted.count)
        #expect(try place.predictions("plain", text).map(\.accepted) != accepted)
        #expect(usual.evaluations[0].split == nil && design.evaluations[0].split == "design")
        #expect(design.primary[0].endpoint == "accuracy on mqar (split design) over lengths 32-64")
    }

    @Test(arguments: ["design", "calibration"])
    func `calibration on the split of an evaluation is refused`(_ split: String) throws {
        func read(_ asked: String) throws(ConfigurationError) -> Experiment {
            try experiment(
                exampleText + "calibrate: {length: 1024, samples: 4, split: \(split)}\n",
                overrides: ["strategies.decimamba.0.calibrate=true", "evaluate.mqar.split=\(asked)"])
        }
        #expect(try read("other").evaluations.map(\.split) == ["evaluation", "other"])
        let error = try failure { () throws(ConfigurationError) in try read(split) }
        #expect(error.description.contains("'\(split)' is the split of an entry of 'evaluate'"), "\(error)")
        #expect(error.path == ["calibrate", "split"] && error.line == 19)
    }
}
