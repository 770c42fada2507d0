import Foundation
import SSMExperiment
import SSMRecord
import SSMStore
import SSMTrain
import Testing

/// Learning rates that are tried on a seed of their own.
struct TuningTests {
    private static let tune = "tune: {learning-rates: [1e-2, 1e10, 1e-4], seed: 7}"

    /// A base, and a stage that is tuned for a baseline and for a strategy.
    private func text(_ keys: String = Self.tune, base: String = "learning-rate: 1e-2") -> String {
        """
        experiment: tuning
        seeds: [0, 1]
        model: {architecture: mamba, width: 8, layers: 2, state: 4}
        data: {task: mqar, length: 16, symbols: 16, pairs: 2}
        train:
          - {name: base, steps: 2, batch-tokens: 64, \(base)}
          - {name: adapt, steps: 40, batch-tokens: 64, with-strategy: true, checkpoint-every: 15, validation-samples: 5, \(keys)}
        strategies: {plain: [], moved: [offset]}
        evaluate:
          - {lengths: [16], samples: 2}

        """
    }

    /// The last checkpoint of a stage of a column.
    private func checkpoint(
        _ stage: String, of column: String, seed: UInt64, _ text: String, in place: Workplace
    ) throws -> [String: [Float]] {
        let run = try #require(
            try place.materials(text).plan.stages.first {
                $0.stage.name == stage && $0.columns.contains(column) && $0.seed == seed && !$0.isCandidate
            })
        let folder = CheckpointFolder(ExperimentFolder.stage(run.identity, in: place.output).checkpoints)
        let tensors = try #require(try folder.newest(on: place.device)).checkpoint.tensors
        return Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor.values) })
    }

    private func titles(
        of text: String, _ overrides: [String] = [], in place: Workplace, isResuming: Bool = false
    ) async throws -> [String] {
        var began: [String] = []
        _ = try await place.run(text, overrides, isResuming: isResuming) { event in
            if case .began(let title, _, _) = event { began.append(title) }
            return false
        }
        return began
    }

    @Test func `each column trains with the rate that was best on the other seed`() async throws {
        let place = Workplace()
        var choices: [TuningResult] = []
        var rates: [String: Double] = [:]
        var title = ""
        var lines = ""
        var progress = RunProgress(isTerminal: false) { lines += $0 }
        let results = try await place.run(text()) { event in
            progress.show(event)
            if case .began(let name, _, _) = event { title = name }
            if case .tuned(let choice) = event { choices.append(choice) }
            if case .training(.step(let report)) = event, report.step == 1 { rates[title] = report.learningRate }
            return false
        }
        #expect(results.tuning == choices)
        #expect(choices.map(\.columns) == [["plain"], ["moved"]])
        for choice in choices {
            #expect(choice.stage == "adapt" && choice.seed == 7 && choice.samples == 5)
            #expect(choice.trials.map(\.learningRate) == [1e-4, 1e-2, 1e10])
            #expect(choice.chosen == 1e-2 && !choice.isAtEdge)
            let losses = choice.trials.map { $0.loss ?? .infinity }
            #expect(losses[1] < losses[0] && losses[2] == .infinity, "\(choice.trials)")
            #expect(choice.trials.map { $0.accuracy != nil } == [true, true, false])
            #expect(choice.trials[2].problem?.contains("is not finite in step") == true)
        }
        let moved = ["train adapt at the rate 0.0001 for moved, seed 7", "train adapt for moved, seed 1"]
        #expect(moved.map { rates[$0] } == [1e-4, 1e-2])
        #expect(rates["train adapt, seed 0"] == 1e-2)
        #expect(lines.contains("\nadapt for moved: learning rate 0.01; validation loss by rate: 0.0001: "))
        #expect(lines.contains(", 10000000000.0: diverged\n"))
        #expect(try JSONFile.read(Results.self, from: place.output.appendingPathComponent("results.json")) == results)
        // To the bit what the rate alone gives.
        let given = Workplace()
        let same = text("learning-rate: 1e-2")
        #expect(try await given.run(same).tuning.isEmpty)
        for column in ["plain", "moved"] {
            let tuned = try checkpoint("adapt", of: column, seed: 1, text(), in: place)
            #expect(try tuned == checkpoint("adapt", of: column, seed: 1, same, in: given))
        }
    }

    @Test func `a rate is judged by the loss on the validation samples of its seed at the end`() async throws {
        let keys = "tune: {learning-rates: [1e-2, 1e-3], seed: 7}"
        let results = try await Workplace().run(text(keys))
        var losses: [Double?] = []
        _ = try await Workplace().run(text("learning-rate: 1e-2, validate-every: 100"), ["seeds=[7]"]) { event in
            if case .training(.validated(let report)) = event, report.step == 40 { losses.append(report.result.loss) }
            return false
        }
        #expect(results.tuning.map { $0.trials[1].loss } == losses)
        #expect(losses.count == 2 && losses.allSatisfy { $0 != nil })
        #expect(results.tuning.map(\.isAtEdge) == [true, true])
    }

    @Test func `what is tried is not tried again`() async throws {
        let place = Workplace()
        #expect(try await titles(of: text(), in: place).count == 3 + 2 * 3 + 2 * 2 + 2 * 2)
        #expect(try await titles(of: text(), in: place).isEmpty)
        let more = try await titles(of: text(), ["seeds=[0, 1, 2]"], in: place)
        #expect(more.count == 1 + 2 + 2 && more.allSatisfy { $0.hasSuffix("seed 2") }, "\(more)")
        let rate = try await titles(of: text("tune: {learning-rates: [1e-2, 1e10, 1e-4, 2e-2], seed: 7}"), in: place)
        // Another rate is tried, and the others are as they were; what follows depends on all of them.
        #expect(
            rate.filter { $0.contains("at the rate") } == [
                "train adapt at the rate 0.02, seed 7", "train adapt at the rate 0.02 for moved, seed 7",
            ])
    }

    @Test func `an outcome that was lost is measured again, without training`() async throws {
        let place = Workplace()
        let results = try await place.run(text())
        let run = try #require(try place.materials(text()).plan.stages.first(where: \.isCandidate))
        let folder = ExperimentFolder.stage(run.identity, in: place.output)
        try FileManager.default.removeItem(at: folder.trialFile)
        var steps = 0
        let again = try await place.run(text()) { event in
            if case .training(.step) = event { steps += 1 }
            return false
        }
        #expect(steps == 0)
        #expect(again == results)
    }

    @Test func `trying that is stopped goes on to the same choice`() async throws {
        let (whole, place) = (Workplace(), Workplace())
        let results = try await whole.run(text())
        await #expect(throws: RunError.self) {
            try await place.run(text()) { event in
                if case .training(.step(let report)) = event { return report.stage == "adapt" && report.step == 20 }
                return false
            }
        }
        #expect(try await place.run(text(), isResuming: true).tuning == results.tuning)
    }

    @Test func `when no rate comes to a loss the experiment says so`() async throws {
        let place = Workplace()
        for _ in 0..<2 {
            let error = await #expect(throws: RunError.self) {
                try await place.run(text("tune: {learning-rates: [1e30, 1e20], seed: 7}"))
            }
            #expect(error?.exitCode == 3)
            let message = try #require(error).description
            for piece in ["'adapt' for plain", "seed 7 (1e+20: ", "is not finite", "name smaller ones"] {
                #expect(message.contains(piece), "\(message)")
            }
        }
    }

    @Test func `a stage that is tuned on a seed goes on from what its tuned parent chose there`() async throws {
        let place = Workplace()
        let text = text(
            "tune: {learning-rates: [1e-2, 1e-3], seed: 8}", base: "tune: {learning-rates: [3e-2, 1e-6], seed: 7}")
        let results = try await place.run(text)
        #expect(results.tuning.map(\.stage) == ["base", "adapt", "adapt"])
        #expect(results.tuning[0].columns == ["plain", "moved"] && results.tuning[0].trials.count == 2)
        let rate = try #require(results.tuning[0].chosen)
        let given = Workplace()
        let same = self.text("learning-rate: 1e-2", base: "learning-rate: \(rate)")
        _ = try await given.run(same, ["seeds=[8]"])
        #expect(
            try checkpoint("base", of: "moved", seed: 8, text, in: place)
                == checkpoint("base", of: "moved", seed: 8, same.replacing("[0, 1]", with: "[8]"), in: given))
    }

    @Test func `a dry run counts what is tried`() throws {
        let text = try Workplace().dryRun(text()).text()
        for piece in [
            "train adapt at the rate 0.01 for moved, seed 7; used by moved; trains ",
            "train adapt for moved, seed 0; used by moved; at the best rate of those tried on seed 7; trains ",
            "\n13 runs of training (6 of them to choose a learning rate), 4 of evaluation\n",
        ] {
            #expect(text.contains(piece), "\(text)")
        }
        #expect(try !Workplace().dryRun().text().contains("to choose"))
    }

    @Test func `expansion tries each rate once for the columns that share a stage`() throws {
        let shared = text().replacing("with-strategy: true, ", with: "").replacing("moved: [offset]", with: "moved: []")
        let plan = try experiment(shared).expanded()
        #expect(plan.stages.count == 3 + 3 + 2)
        let candidates = plan.stages.filter(\.isCandidate)
        #expect(candidates.map(\.columns) == Array(repeating: ["plain", "moved"], count: 3))
        #expect(candidates.allSatisfy { $0.seed == 7 && $0.stage.tune == nil })
        let tuned = plan.stages.filter { !$0.candidates.isEmpty }
        #expect(tuned.map(\.seed) == [0, 1] && tuned.allSatisfy { $0.candidates == candidates.map(\.identity) })
        #expect(tuned.allSatisfy { $0.stage.learningRate == nil })
        #expect(plan.evaluations.compactMap(\.weights) == [0, 0, 1, 1].map { tuned[$0].identity })
        var done: Set<ContentHash> = []
        for run in plan.stages {
            #expect(([run.parent].compactMap(\.self) + run.candidates).allSatisfy(done.contains))
            done.insert(run.identity)
        }
    }

    @Test func `what is tried enters the identity, in any order of the rates`() throws {
        func tuned(_ keys: String, _ overrides: String...) throws -> ContentHash {
            let plan = try experiment(text(keys), overrides: overrides).expanded()
            return try #require(plan.stages.first { !$0.candidates.isEmpty && $0.columns == ["moved"] }).identity
        }
        let first = try tuned(Self.tune)
        #expect(try tuned("tune: {seed: 7, learning-rates: [1e10, 1e-4, 1e-2]}") == first)
        #expect(try tuned(Self.tune, "train.adapt.tune.seed=8") != first)
        #expect(try tuned(Self.tune, "train.adapt.tune.learning-rates=[1e-2, 1e-4]") != first)
        #expect(try tuned(Self.tune, "train.adapt.validation-samples=6") != first)
        #expect(try tuned(Self.tune, "train.base.steps=3") != first)
        // A run that tries a rate may end without weights, so that it stands for no run of the rate itself.
        let plan = try experiment(text()).expanded()
        let plain = try experiment(text("learning-rate: 1e-2"), overrides: ["seeds=[7]"]).expanded()
        #expect(
            Set(plan.stages.map(\.identity)).intersection(plain.stages.map(\.identity)) == [plain.stages[0].identity])
        let resolved = try experiment(text()).resolvedYAML()
        #expect(try experiment(resolved) == experiment(text()))
        #expect(resolved.contains("tune: {learning-rates: [0.0001, 0.01, 1"), "\(resolved)")
    }

    @Test(arguments: [
        ("tune: {learning-rates: [1e-2, 1e-3], seed: 1}", "1 is one of 'seeds'", "train.1.tune.seed"),
        ("learning-rate: 1e-2, \(Self.tune)", "learning-rate stands beside tune", "train.1.learning-rate"),
        (
            "minimum-learning-rate: 1e-3, \(Self.tune)", "is 0.001, outside 0 ... 0.0001, the smallest rate of tune",
            "train.1.minimum-learning-rate"
        ),
        ("tune: {learning-rates: [1e-2], seed: 7}", "needs at least 2 rates", "train.1.tune.learning-rates"),
        ("tune: {learning-rates: [1e-2, 0.01], seed: 7}", "a rate twice", "train.1.tune.learning-rates"),
        ("tune: {learning-rates: [1e-2, 0], seed: 7}", "must be above 0", "train.1.tune.learning-rates"),
        ("tune: {learning-rates: [1e-2, 1e-3]}", "the key 'seed' is missing", "train.1.tune"),
        ("tune: {seed: 7}", "the key 'learning-rates' is missing", "train.1.tune"),
        ("tune: {learning-rate: [1e-2, 1e-3], seed: 7}", "did you mean 'learning-rates'?", "train.1.tune"),
        ("tune: {learning-rates: [1e-2, 1e-3], seed: 7, steps: 3}", "unknown key 'steps'", "train.1.tune"),
    ])
    func `a fault is named with its place`(_ keys: String, _ message: String, _ path: String) throws {
        let error = try failure { () throws(ConfigurationError) in try experiment(text(keys)) }
        #expect(error.description.contains(message), "\(error)")
        #expect(error.path.joined(separator: ".") == path)
        #expect(error.line == 7)
    }
}
