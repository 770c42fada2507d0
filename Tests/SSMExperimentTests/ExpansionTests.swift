import SSMExperiment
import SSMRecord
import Testing

struct ExpansionTests {
    private func plan(_ text: String, _ overrides: String...) throws -> RunPlan {
        try experiment(text, overrides: overrides).expanded()
    }

    private func weights(of column: String, seed: UInt64 = 0, in plan: RunPlan) throws -> ContentHash {
        let run = try #require(plan.evaluations.first { $0.column.name == column && $0.seed == seed })
        return try #require(run.weights)
    }

    @Test func `columns that differ in answering alone share their weights`() throws {
        let plan = try plan(exampleText)
        let base = try weights(of: "mamba", in: plan)
        #expect(try weights(of: "decimamba", in: plan) == base)
        #expect(try weights(of: "decimamba-trained", in: plan) != base)
        #expect(try weights(of: "rwr+decimamba", in: plan) != base)
        #expect(try weights(of: "mamba", seed: 1, in: plan) != base)
        // For each seed: one base, and an adaptation without strategy, with decimation, with notes.
        #expect(plan.stages.count == 2 * (1 + 3))
        #expect(plan.evaluations.count == 2 * 4 * 2)
        #expect(Set(plan.evaluations.map(\.identity)).count == plan.evaluations.count)
    }

    @Test func `a shared stage lists its columns and stands before what follows`() throws {
        let plan = try plan(exampleText)
        let base = try #require(plan.stages.first)
        #expect(base.stage.name == "base")
        #expect(base.parent == nil)
        #expect(base.columns == ["mamba", "decimamba", "decimamba-trained", "rwr+decimamba"])
        var done: Set<ContentHash> = []
        for run in plan.stages {
            if let parent = run.parent { #expect(done.contains(parent)) }
            done.insert(run.identity)
        }
    }

    @Test func `a strategy that acts in answering only changes no training`() throws {
        let before = try plan(exampleText)
        let after = try plan(exampleText, "strategies.decimamba.decimamba.layers=[1, 3]")
        #expect(before.stages.map(\.identity) == after.stages.map(\.identity))
        for (old, new) in zip(before.evaluations, after.evaluations) {
            #expect((old.identity == new.identity) == (old.column.name != "decimamba"))
        }
    }

    @Test func `a strategy that acts in training changes its stage and not the shared one`() throws {
        let before = try plan(exampleText)
        let after = try plan(exampleText, "strategies.decimamba-trained.decimamba.layers=[1, 3]")
        for (old, new) in zip(before.stages, after.stages) {
            #expect((old.identity == new.identity) == (old.columns != ["decimamba-trained"]))
        }
    }

    @Test(arguments: ["train.base.steps=801", "model.width=64", "data.questions=5", "data.length=128"])
    func `what the weights depend on changes every identity`(_ override: String) throws {
        let before = try plan(exampleText)
        let after = try plan(exampleText, override)
        #expect(Set(before.stages.map(\.identity)).isDisjoint(with: after.stages.map(\.identity)))
        #expect(Set(before.evaluations.map(\.identity)).isDisjoint(with: after.evaluations.map(\.identity)))
    }

    @Test func `more seeds, a limit, a claim and a default that is written out change no identity`() throws {
        let before = try plan(exampleText)
        let seeds = try plan(exampleText, "seeds=[0, 1, 2]")
        #expect(Set(seeds.stages.map(\.identity)).isSuperset(of: before.stages.map(\.identity)))
        let others = try plan(
            exampleText, "evaluate.keyed-recall.limit=2", "claim=none", "strategies.decimamba.decimamba.score=l2",
            "model.expand=2")
        #expect(others.stages.map(\.identity) == before.stages.map(\.identity))
        #expect(others.evaluations.map(\.identity) == before.evaluations.map(\.identity))
    }

    @Test func `the name of an evaluation is what results call it, and changes no identity`() throws {
        let before = try plan(exampleText)
        let after = try plan(exampleText, "evaluate.mqar.name=few-pairs")
        #expect(before.evaluations.map(\.identity) == after.evaluations.map(\.identity))
        #expect(Set(after.evaluations.map(\.evaluation.subject)).contains("few-pairs"))
        #expect(!Set(after.evaluations.map(\.evaluation.subject)).contains("mqar"))
        #expect(throws: ConfigurationError.self) { try plan(exampleText, "evaluate.mqar.name=few pairs") }
    }

    @Test func `a new version of a task makes new runs`() throws {
        let experiment = try experiment(exampleText)
        let before = try experiment.expanded(versions: ["keyed-recall": 1, "mqar": 1])
        let after = try experiment.expanded(versions: ["keyed-recall": 1, "mqar": 2])
        #expect(before.stages.map(\.identity) == after.stages.map(\.identity))
        for (old, new) in zip(before.evaluations, after.evaluations) {
            #expect((old.identity == new.identity) == (old.evaluation.setting.task == "keyed-recall"))
        }
    }

    @Test func `calibration enters the identity of columns that calibrate only`() throws {
        let before = try plan(exampleText)
        let after = try plan(
            exampleText + "calibrate: {length: 1024, samples: 4}\n", "strategies.decimamba.0.calibrate=true")
        #expect(before.stages.map(\.identity) == after.stages.map(\.identity))
        for (old, new) in zip(before.evaluations, after.evaluations) {
            let isCalibrating = new.column.name == "decimamba"
            #expect((old.identity != new.identity) == isCalibrating)
            #expect((new.calibration != nil) == isCalibrating)
        }
    }

    /// A change of these numbers makes every finished run of a researcher run again: change them on purpose only, such
    /// as for a new key of training that has a default.
    @Test func `identities are the same in every version of the program`() throws {
        let text = """
            experiment: golden
            model: {architecture: mamba, width: 8, layers: 2}
            data: {task: mqar, length: 16, symbols: 16, pairs: 2}
            train: [{name: base, steps: 6, learning-rate: 1e-2, loss: {other: 0.3}}]
            strategies: {mamba: [], decimamba: [{decimamba: {layers: [1]}, during: answer}]}
            evaluate: [{lengths: [16, 64], samples: 5}]
            """
        let plan = try plan(text)
        #expect(plan.stages.map(\.identity.short) == ["00c2d0508b4098cd"])
        #expect(plan.evaluations.map(\.identity.short) == ["effb35c4b4f67f00", "96e015910a8dbb43"])
    }
}
