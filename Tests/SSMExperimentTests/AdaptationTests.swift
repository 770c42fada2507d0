import SSMEval
import SSMExperiment
import SSMModel
import SSMRecord
import SSMStore
import SSMTensor
import Testing

/// Stages with adapters, with frozen weights, and with strategies that have parameters of their own.
struct AdaptationTests {
    private static let base = "{name: base, steps: 2, batch-tokens: 64, learning-rate: 1e-2}"

    /// A base, and stages that adapt it for a baseline and for a strategy.
    private func text(_ stages: String..., columns: String = "{plain: [], moved: [offset]}") -> String {
        """
        experiment: adapting
        model: {architecture: mamba, width: 8, layers: 2, state: 4}
        data: {task: mqar, length: 16, symbols: 16, pairs: 2}
        train:
          - \(Self.base)
        \(stages.map { "  - \($0)\n" }.joined())strategies: \(columns)
        evaluate:
          - {lengths: [16], samples: 2}

        """
    }

    private func adapting(_ keys: String) -> String {
        text("{name: adapt, steps: 4, batch-tokens: 64, checkpoint-every: 2, with-strategy: true, \(keys)}")
    }

    private func refusal(_ text: String, _ overrides: [String] = []) throws -> ConfigurationError {
        try #require(throws: ConfigurationError.self) { try Workplace().materials(text, overrides) }
    }

    private func checkpoint(
        _ stage: String, of column: String, _ text: String, in place: Workplace
    ) throws -> Checkpoint {
        let runs = try place.materials(text).plan.stages
        let run = try #require(runs.first { $0.stage.name == stage && $0.columns.contains(column) })
        let folder = CheckpointFolder(ExperimentFolder.stage(run.identity, in: place.output).checkpoints)
        return try #require(try folder.newest(on: place.device)).checkpoint
    }

    private func changed(_ before: ParameterTree, _ after: ParameterTree) -> Set<String> {
        Set(before.names.filter { before[$0]?.values != after[$0]?.values })
    }

    @Test func `a strategy trained under some settings answers under others with its parameters`() async throws {
        let columns = "{plain: [], moved: [offset], apart: [{offset: {}, during: train}, {offset: {}, during: answer}]}"
        let text = text("{name: adapt, steps: 4, batch-tokens: 64, with-strategy: true}", columns: columns)
        let place = Workplace()
        let results = try await place.run(text)
        #expect(try place.materials(text).plan.stages.map(\.columns).contains(["moved", "apart"]))
        let rows = results.evaluations[0].rows
        #expect(rows.map(\.column) == ["plain", "moved", "apart"])
        // The two ask the same questions of the same weights, and share an evaluation; alone the second one answers.
        let alone = Workplace()
        let own = text.replacing("moved: [offset], ", with: "")
        _ = try await alone.run(own)
        #expect(
            try alone.predictions("apart", own).map(\.tokens) == place.predictions("moved", text).map(\.tokens))
    }

    @Test func `adapters train alone, and are merged for the next stage and for answers`() async throws {
        let keys = "lora: {rank: 2, targets: [x_proj, lm_head]}"
        let last = "{name: last, steps: 2, batch-tokens: 64}"
        let adapt = "{name: adapt, steps: 4, batch-tokens: 64, learning-rate: 1e-2, \(keys)}"
        let text = text(adapt, last, columns: "{plain: []}")
        let place = Workplace()
        var notes: [String] = []
        _ = try await place.run(text) { event in
            if case .unties(let title) = event { notes.append(title) }
            return false
        }
        #expect(notes == ["train adapt, seed 0"])
        let base = try checkpoint("base", of: "plain", text, in: place)
        let adapted = try checkpoint("adapt", of: "plain", text, in: place)
        let after = try checkpoint("last", of: "plain", text, in: place)
        #expect(changed(base.tensors.group(under: "model/"), adapted.tensors.group(under: "model/")).isEmpty)
        #expect(adapted.tensors.group(under: "adapters/").count == 2 * 3)
        #expect(adapted.tensors.group(under: "optimizer/m/").names.allSatisfy { $0.hasPrefix("adapters/") })
        let merged = try LoadedModel(adapted, from: "adapted", on: place.device).model
        #expect(!merged.configuration.tiesEmbeddings)
        #expect(merged.adapters == nil)
        // The last stage began with the merged model, and trains all of it.
        let names = Set(merged.parameters.names)
        #expect(Set(after.tensors.group(under: "model/").names) == names && names.contains("lm_head.weight"))
        #expect(after.texts["adapters"] == nil)
        #expect(Set(after.tensors.group(under: "optimizer/m/model/").names) == names)
    }

    @Test func `what trainable names trains, in the model and in strategies, and nothing else`() async throws {
        let text = adapting("learning-rate: 1e-2, trainable: [dt_proj, offset/*]")
        let place = Workplace()
        _ = try await place.run(text)
        let base = try checkpoint("base", of: "plain", text, in: place)
        for column in ["plain", "moved"] {
            let after = try checkpoint("adapt", of: column, text, in: place)
            let names = changed(base.tensors.group(under: "model/"), after.tensors.group(under: "model/"))
            #expect(
                names
                    == Set(
                        (0..<2).flatMap { layer in
                            ["weight", "bias"].map { "backbone.layers.\(layer).mixer.dt_proj.\($0)" }
                        }))
            let offset = after.tensors["strategies/offset/offset"]?.values
            #expect((offset != nil) == (column == "moved"))
            if let offset { #expect(offset.contains { $0 != 0 }) }
            #expect(after.tensors.group(under: "optimizer/m/").count == (column == "moved" ? 5 : 4))
        }
    }

    @Test func `with adapters and no trainable, strategies train and the model does not`() async throws {
        let text = adapting("learning-rate: 1e-2, lora: {rank: 1}")
        let place = Workplace()
        _ = try await place.run(text)
        let base = try checkpoint("base", of: "moved", text, in: place)
        let after = try checkpoint("adapt", of: "moved", text, in: place)
        #expect(changed(base.tensors.group(under: "model/"), after.tensors.group(under: "model/")).isEmpty)
        let offset = try #require(after.tensors["strategies/offset/offset"])
        #expect(offset.values.contains { $0 != 0 })
        #expect(after.tensors.group(under: "optimizer/m/").count == 2 * 4 + 1)
    }

    @Test func `a strategy whose parameters are not named keeps them as they were`() async throws {
        let text = adapting("learning-rate: 1e-2, trainable: [x_proj]")
        let place = Workplace()
        _ = try await place.run(text)
        let after = try checkpoint("adapt", of: "moved", text, in: place)
        let offset = try #require(after.tensors["strategies/offset/offset"])
        #expect(offset.values.allSatisfy { $0 == 0 })
    }

    @Test func `adapters that were stopped go on to the same bits`() async throws {
        let text = adapting("lora: {rank: 2, dropout: 0.2}, trainable: [dt_proj, offset]")
        let (whole, place) = (Workplace(), Workplace())
        _ = try await whole.run(text)
        await #expect(throws: RunError.self) {
            try await place.run(text) { event in
                if case .training(.step(let report)) = event { return report.stage == "adapt" && report.step == 3 }
                return false
            }
        }
        _ = try await place.run(text, isResuming: true)
        for column in ["plain", "moved"] {
            let (left, right) = (
                try checkpoint("adapt", of: column, text, in: place).tensors,
                try checkpoint("adapt", of: column, text, in: whole).tensors
            )
            #expect(left.names == right.names)
            #expect(changed(left, right).isEmpty)
        }
    }

    @Test func `what trains enters the identity of the stage and of what follows`() throws {
        let keys = [
            "lora: {rank: 2}", "lora: {rank: 3}", "lora: {rank: 2, alpha: 1}", "lora: {rank: 2, dropout: 0.1}",
            "lora: {rank: 2, targets: [x_proj]}", "trainable: [x_proj]", "trainable: [x_proj, dt_proj]", "clip: 1",
        ]
        let plans = try keys.map { try experiment(adapting($0)).expanded() }
        #expect(Set(plans.map(\.stages[0].identity)).count == 1)
        #expect(Set(plans.map(\.stages[1].identity)).count == keys.count)
        #expect(Set(plans.compactMap(\.evaluations[0].weights)).count == keys.count)
        // A default that is written out changes nothing.
        let written = adapting("lora: {rank: 2, alpha: 16, dropout: 0, targets: [in_proj, out_proj]}")
        #expect(try experiment(written).expanded().stages[1].identity == plans[0].stages[1].identity)
        let resolved = try experiment(written).resolvedYAML()
        #expect(try experiment(resolved) == experiment(written))
    }

    @Test func `a dry run says how much each stage trains`() throws {
        let lora = try Workplace().dryRun(adapting("lora: {rank: 2, targets: [in_proj]}")).text()
        let plan = try Workplace().dryRun(adapting("clip: 1"))
        let total = try #require(plan.parameterCount)
        let adapters = 2 * 2 * (8 + 32)
        #expect(lora.contains("; used by plain, moved; trains \(total) of \(total) parameters\n"))
        #expect(lora.contains("; used by plain; trains \(adapters) of \(total + adapters) parameters\n"))
        #expect(lora.contains("; used by moved; trains \(adapters + 16) of \(total + adapters + 16) parameters\n"))
        let some = try Workplace().dryRun(adapting("trainable: [dt_proj]")).text()
        #expect(some.contains("; used by plain; trains \(2 * (16 + 16)) of \(total) parameters\n"), "\(some)")
        let head = try Workplace().dryRun(adapting("lora: {targets: [lm_head]}")).text()
        #expect(head.contains("embedding and head, one matrix so far, become two"))
        #expect(!lora.contains("become two"))
    }

    @Test(arguments: [
        ("trainable: [dt_porj]", "'dt_porj' matches no parameter; did you mean 'dt_proj'?", "trainable.0"),
        ("trainable: [x_proj, ofset/*]", "'ofset/*' matches no parameter; did you mean 'offset/*'?", "trainable.1"),
        ("trainable: [mixer.A_lgo]", "did you mean 'mixer.A_log'?", "trainable.0"),
        ("trainable: [layers.2]", "'layers.2' matches no parameter", "trainable.0"),
        ("trainable: [lm_head]", "'lm_head' matches no parameter", "trainable.0"),
        ("lora: {targets: [in_proj, out_porj]}", "did you mean 'out_proj'?", "lora.targets.1"),
        ("lora: {targets: [conv1d]}", "conv1d.weight', which cannot have an adapter", "lora.targets.0"),
        (
            "lora: {targets: [x_proj]}, trainable: [layers.1.*]", "mixer.x_proj.weight', which 'lora' adapts",
            "trainable.0"
        ),
        ("trainable: [offset/*]", "trains nothing for the column 'plain'", "trainable"),
        ("trainable: []", "nothing would train", "trainable"),
        ("lora: {rank: 0}", "rank is 0", "lora.rank"), ("lora: {ranks: 8}", "did you mean 'rank'?", "lora"),
        ("lora: {targets: in_proj}", "expected a list", "lora.targets"),
    ])
    func `a pattern that cannot be meant is refused with its place`(
        _ keys: String, _ message: String, _ path: String
    ) throws {
        let error = try refusal(adapting(keys))
        #expect(error.description.contains(message), "\(error)")
        #expect(error.path.joined(separator: ".").hasSuffix("train.1.\(path)"), "\(error)")
        #expect(error.line == 6, "\(error)")
        #expect(error.column.map { $0 > 60 } == true, "\(error)")
    }

    @Test func `a pattern of an override is refused there`() throws {
        let error = try refusal(adapting("trainable: [x_proj]"), ["train.adapt.trainable=[nothing-like-it]"])
        #expect(error.description.contains("override 'train.adapt.trainable=[nothing-like-it]'"), "\(error)")
    }

    @Test func `a stage without strategies does not know their parameters`() throws {
        let error = try refusal(text("{name: adapt, steps: 4, trainable: [x_proj, offset/*]}"))
        #expect(error.description.contains("'offset/*' matches no parameter"))
    }

    @Test func `the head has a name of its own once adapters have untied it`() throws {
        let head = "{name: head, steps: 1, lora: {targets: [lm_head]}}"
        _ = try Workplace().materials(
            text(head, "{name: last, steps: 1, trainable: [lm_head]}", columns: "{plain: []}"))
        let error = try refusal(text("{name: last, steps: 1, trainable: [lm_head]}", head))
        #expect(error.description.contains("'lm_head' matches no parameter"))
    }

    @Test func `a strategy that nothing trains is refused at once, unless that is asked for`() async throws {
        let text = text("{name: adapt, steps: 2, batch-tokens: 64}")
        let place = Workplace()
        let error = try #require(throws: RunError.self) { try place.materials(text) }
        #expect(error.exitCode == 4)
        for piece in ["'moved'", "'offset/offset'", "with-strategy", "--untrained"] {
            #expect(error.description.contains(piece), "\(error)")
        }
        let materials = try Materials(
            experiment(text), catalogs: catalogs, device: place.device, isUntrainedAllowed: true)
        let results = try await ExperimentRunner(materials, settings: place.settings()).run()
        // The offset begins as zero, so that both columns answer alike.
        #expect(results.evaluations[0].rows.map(\.column) == ["plain", "moved"])
        let texts = try ["plain", "moved"].map { column in
            try materials.plan.evaluations.filter { $0.column.name == column }.flatMap { run in
                let file = ExperimentFolder.evaluation(run.identity, in: place.output).predictionsFile
                return try JSONLines<PredictionRecord>(file).read().records.map(\.text)
            }
        }
        #expect(texts[0] == texts[1] && !texts[0].isEmpty)
    }
}
