import SSMEval
import SSMExperiment
import Testing

struct ExperimentTests {
    @Test func `the example is read whole`() throws {
        let experiment = try experiment(exampleText)
        #expect(experiment.name == "does-decimation-extrapolate")
        #expect(experiment.seeds == [0, 1])
        #expect(experiment.columns.all.map(\.name) == ["mamba", "decimamba", "decimamba-trained", "rwr+decimamba"])
        #expect(experiment.columns.baseline?.name == "mamba")
        #expect(experiment.columns.all[3].training.map(\.strategy) == ["rwr"])
        #expect(experiment.columns.all[3].answering.map(\.strategy) == ["rwr", "decimamba"])
        #expect(experiment.train.map(\.name) == ["base", "adapt"])
        #expect(experiment.train.map(\.withStrategy) == [false, true])
        #expect(experiment.primary?.lengths == 512...4096)
        #expect(experiment.gate?.conditions.map(\.length) == [256, 2048])
        #expect(experiment.gate?.conditions.map(\.bound.description) == [">= 0.95", "<= 0.7"])
        #expect(experiment.evaluations[1].asking == .afterReading)
        #expect(experiment.evaluations[1].limit == 3)
        #expect(experiment.evaluations[0].depths == [0, 0.5, 1])
    }

    @Test func `an evaluation of the training task inherits its settings and another task does not`() throws {
        let experiment = try experiment(exampleText)
        let recall = experiment.evaluations[0].setting.configuration.value as? KeyedRecallConfiguration
        #expect(recall?.questions == 4)
        #expect(experiment.evaluations[1].setting.configuration.value is MQARConfiguration)
    }

    @Test func `the resolved experiment reads back as itself`() throws {
        let first = try experiment(exampleText)
        let text = try first.resolvedYAML()
        let second = try experiment(text)
        #expect(second == first)
        #expect(try second.resolvedYAML() == text)
        #expect(try second.expanded() == first.expanded())
        #expect(text.contains("score: l2"))
        #expect(text.contains("learning-rate: 0.0001"))
    }

    @Test(arguments: [
        ("experiment: does-decimation-extrapolate", "experiment: ../../tmp", 1, "names a folder"),
        ("seeds: [0, 1]", "seeds: [0, 0]", 2, "twice"),
        ("seeds: [0, 1]", "seeds: []", 2, "empty"),
        ("width: 128", "width: 0", 3, "at least 1"),
        ("state: 16", "sate: 16", 3, "did you mean 'state'?"),
        ("state: 16", "state: 257", 3, "more than 256"),
        ("state: 16", "conv-kernel: 1", 3, "not in 2...8"),
        ("state: 16", "conv-kernel: 9", 3, "not in 2...8"),
        ("state: 16", "time-step-min: 1", 3, "below time-step-min"),
        ("architecture: mamba", "architecture: mambo", 3, "did you mean 'mamba'?"),
        ("task: keyed-recall, length: 256", "task: keyd-recall, length: 256", 4, "keyed-recall"),
        ("questions: 4", "questions: 0", 4, "questions"),
        ("steps: 800", "steps: 0", 6, "at least 1"),
        ("name: adapt", "name: base", 6, "one name"),
        ("{layers: [2]}", "{layers: [2], beta: 2}", 12, "not between 0 and 1"),
        (
            "{layers: [2], base-length: 256}, during: answer", "{layers: [2], base-lenght: 256}, during: answer", 10,
            "did you mean 'base-length'?"
        ),
        ("decimamba: {layers: [2], base-length: 256}, during: answer", "decimaba: {}", 10, "did you mean 'decimamba'?"),
        ("during: both", "during: never", 11, "train, answer, both"),
        ("[rwr, {", "[rwr, {rwr: {}}, 3, {", 12, "unknown strategy '3'"),
        ("lengths 512-4096", "lengths 9000-9999", 14, "no length of 'evaluate'"),
        ("lengths 512-4096", "512 to 4096", 14, "lengths 512-4096"),
        ("gate: {mamba: {at-256", "gate: {mambo: {at-256", 15, "did you mean 'mamba'?"),
        ("at-2048", "at-4096", 15, "has the length 4096"),
        ("at-2048", "near-2048", 15, "at-256"),
        ("\"<= 0.70\"", "\"= 0.70\"", 15, "\">= 0.95\""),
        ("depths: [0, 0.5, 1]", "depths: [0, 1.5]", 17, "between 0 and 1"),
        ("ask: after-reading", "ask: later", 18, "prompt, after-reading"),
        ("claim: ", "dmup: {}\nclaim: ", 13, "did you mean 'dump'?"),
        ("claim: ", "dump: {samples: 1, sites: [residual]}\nclaim: ", 13, "strategies"),
        ("claim: ", dump("strategies: [mambo], samples: 1, sites: [residual]"), 13, "did you mean 'mamba'?"),
        ("claim: ", dump("strategies: [mamba], samples: 0, sites: [residual]"), 13, "at least 1"),
        ("claim: ", dump("strategies: [mamba], samples: 1, sites: [residul]"), 13, "did you mean 'residual'?"),
        ("claim: ", dump("strategies: [mamba], samples: 1, sites: []"), 13, "empty"),
        ("claim: ", dump("strategies: [mamba], samples: 1, sites: [state], state-every: 1009"), 13, "multiple of 512"),
        ("claim: ", dump("strategies: [mamba], samples: 1, sites: [state], depth: 2"), 13, "between 0 and 1"),
        ("claim: ", dump("strategies: [mamba], samples: 1, sites: [state], layer: [1]"), 13, "did you mean 'layers'?"),
    ])
    func `a fault is named with its line`(_ old: String, _ new: String, _ line: Int, _ message: String) throws {
        let text = try changed(old, to: new)
        let error = try failure { () throws(ConfigurationError) in try experiment(text) }
        #expect(error.line == line, "\(error)")
        #expect(error.description.contains(message), "\(error)")
    }

    /// The claim's key with a dump before it.
    private static func dump(_ keys: String) -> String { "dump: {\(keys)}\nclaim: " }

    @Test func `a new model needs data and stages need data`() throws {
        let text = try changed("data: {task: keyed-recall, length: 256, questions: 4}\n", to: "")
        let error = try failure { () throws(ConfigurationError) in try experiment(text) }
        #expect(error.description.contains("'data'"))
    }

    @Test func `a checkpoint stands alone and needs no data`() throws {
        let text = """
            experiment: published
            model: {checkpoint: models/m.h5}
            strategies: {mamba: []}
            evaluate: [{task: mqar, lengths: [64], samples: 2}]
            """
        let experiment = try experiment(text)
        #expect(experiment.model == .checkpoint("models/m.h5"))
        let plan = try experiment.expanded(modelDigest: "d")
        #expect(plan.stages.isEmpty)
        #expect(plan.evaluations.map(\.weights) == [nil])
        #expect(try experiment.expanded(modelDigest: "e").evaluations[0].identity != plan.evaluations[0].identity)
        let both = try failure { () throws(ConfigurationError) in
            try SSMExperimentTests.experiment(text, overrides: ["model.width=4"])
        }
        #expect(both.description.contains("unknown key 'width'"))
    }

    @Test(arguments: [
        (
            "calibrate: {length: 1024, samples: 4, split: evaluation}", true,
            "calibrating on the evaluation's own samples"
        ),
        ("calibrate: {length: 1024, samples: 4}", false, "no strategy that answers has 'calibrate: true'"),
        ("question: Does it?", true, "add the key 'calibrate'"),
    ])
    func `calibration needs samples of its own and a strategy`(
        _ line: String, _ isCalibrating: Bool, _ message: String
    ) throws {
        let overrides = isCalibrating ? ["strategies.decimamba.0.calibrate=true"] : []
        let error = try failure { () throws(ConfigurationError) in
            try experiment(exampleText + line + "\n", overrides: overrides)
        }
        #expect(error.description.contains(message), "\(error)")
    }
}
