import SSMExperiment
import Testing

struct OverrideTests {
    private func changed(_ text: String, _ overrides: String...) throws(ConfigurationError) -> ConfigurationNode {
        var tree = try node(text)
        for override in overrides { try ConfigurationOverride(parsing: override).apply(to: &tree) }
        return tree
    }

    private let text = """
        train: [{name: base, steps: 800}, {name: adapt, steps: 200}]
        evaluate: [{task: passkey, samples: 20}]
        strategies: {both: [rwr, {decimamba: {layers: [2]}, during: answer}]}
        """

    @Test func `list entries are found by name, task, key and index`() throws {
        let tree = try changed(
            text, "train.base.steps=100", "train.1.steps=7", "evaluate.passkey.samples=3",
            "strategies.both.decimamba.layers=[1, 3]", "strategies.both.1.during=both", "strategies.both.rwr.notes=2")
        #expect(
            tree.yaml == """
                train:
                  - {name: base, steps: 100}
                  - {name: adapt, steps: 7}
                evaluate:
                  - {task: passkey, samples: 3}
                strategies:
                  both: [{rwr: {notes: 2}}, {decimamba: {layers: [1, 3]}, during: both}]

                """)
    }

    @Test func `a mapping that is not there is made`() throws {
        let tree = try changed(text, "train.base.lora.rank=8", "seeds=[0, 1]")
        #expect(tree["seeds"]?.yaml == "- 0\n- 1\n")
        #expect(tree.yaml.contains("- {name: base, steps: 800, lora: {rank: 8}}"))
    }

    @Test(arguments: [
        ("train.bsae.steps=1", "did you mean 'base'?"), ("train.base.steps.more=1", "holds the number 800"),
        ("train.5.steps=1", "0 to 1"), ("steps", "key.key=value"), ("train..steps=1", "an empty key"),
        ("seeds=", "no value"), ("seeds=[1", "not YAML"), ("strategies.both.rwrr.x=1", "did you mean 'rwr'?"),
    ])
    func `an override that leads nowhere names itself`(_ override: String, _ message: String) throws {
        let error = try failure { () throws(ConfigurationError) in try changed(text, override) }
        #expect(error.description.hasPrefix("override '\(override)'"))
        #expect(error.description.contains(message), "\(error)")
    }

    @Test func `an entry that two have in common needs an index`() throws {
        let error = try failure { () throws(ConfigurationError) in
            try changed("list: [{a: 1}, {a: 2}]", "list.a=3")
        }
        #expect(error.description.contains("use an index"))
    }

    @Test func `a wrong type or an unknown key in an override names the override`() throws {
        let type = try failure { () throws(ConfigurationError) in
            try experiment(exampleText, overrides: ["train.base.steps=many"])
        }
        #expect(type.place.source == .override("train.base.steps=many"))
        #expect(type.problem == .wrongType(expected: "a whole number", found: "the text 'many'"))
        let key = try failure { () throws(ConfigurationError) in
            try experiment(exampleText, overrides: ["train.base.learning-rat=1"])
        }
        #expect(key.description.contains("override 'train.base.learning-rat=1'"))
        #expect(key.description.contains("did you mean 'learning-rate'?"))
    }

    @Test func `an override equals the same change in the file`() throws {
        let file = try experiment(SSMExperimentTests.changed("steps: 800", to: "steps: 100"))
        #expect(try experiment(exampleText, overrides: ["train.base.steps=100"]) == file)
    }
}
