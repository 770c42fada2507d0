import Foundation
import SSMExperiment
import SSMRecord
import SSMTrain
import Testing

struct RunnerTests {
    @Test func `an experiment leaves checkpoints, predictions, results and states`() async throws {
        let place = Workplace()
        let results = try await place.run()
        #expect(try place.names(in: "stages").count == 1)
        #expect(try place.names(in: "evaluations").count == 2)
        let stage = try place.names(in: "stages")[0]
        #expect(try place.names(in: "stages/\(stage)/checkpoints") == ["step-00000004.h5", "step-00000006.h5"])
        let rows = results.evaluations[0].rows
        #expect(rows.map(\.column) == ["plain", "plain", "newest", "newest"])
        #expect(rows.map(\.length) == [16, 64, 16, 64])
        #expect(rows.allSatisfy { $0.answers == 10 && $0.contexts == 5 && $0.seeds == 1 })
        #expect(rows.map { $0.difference != nil } == [false, false, true, true])
        #expect(rows[0].survival.isEmpty)
        #expect(rows[3].survival.map(\.layer) == [1])
        // Two blocks; the second one of "newest" scans about half of the rows.
        #expect(rows[3].cost.rows < rows[1].cost.rows)
        #expect(rows[1].cost.passes > 0 && rows[1].cost.peakBytes > 0)
        #expect(results.primary.map(\.column) == ["plain", "newest"])
        #expect(results.gate.map(\.isMet) == [false])
        #expect(!results.isGateMet)
        #expect(results.primary.map(\.lengths) == [32...64, 32...64])
        let sources = try #require(results.sources)
        #expect(sources.training.map(\.columns) == [["plain", "newest"]])
        #expect(sources.answering.map(\.column) == ["plain", "newest"])
        for folder in sources.training.map(\.folder) + sources.answering.map(\.folder) {
            #expect(FileManager.default.fileExists(atPath: place.output.appending(path: "\(folder)/state.json").path))
        }
        let plan = try JSONFile.read([PlannedFolder].self, from: ExperimentFolder.planFile(in: place.output))
        #expect(plan.map(\.folder) == (sources.training.map(\.folder) + sources.answering.map(\.folder)))
        #expect(plan[1].title.hasPrefix("plain on "))
        #expect(try JSONFile.read(Results.self, from: place.output.appendingPathComponent("results.json")) == results)
        let yaml = try String(contentsOf: place.output.appendingPathComponent("experiment.yaml"), encoding: .utf8)
        #expect(try experiment(yaml) == experiment(tinyText))
        let provenance = try JSONFile.read(
            Provenance.self, from: place.output.appendingPathComponent("provenance.json"))
        #expect(provenance.workers == 1 && !provenance.blasCore.isEmpty && provenance.cpu == "a CPU")
    }

    @Test func `what is finished is not run again, and scoring repeats`() async throws {
        let place = Workplace()
        let first = try await place.run()
        var began = 0
        let second = try await place.run { event in
            if case .began = event { began += 1 }
            return false
        }
        #expect(began == 0)
        #expect(second == first)
        let more = try await place.run(tinyText, ["seeds=[0, 1]"]) { event in
            if case .began = event { began += 1 }
            return false
        }
        #expect(began == 3)
        #expect(more.evaluations[0].rows.filter { $0.seed == nil && $0.column == "plain" }.map(\.seeds) == [2, 2])
    }

    @Test func `training that is stopped goes on to the same bits`() async throws {
        let whole = Workplace()
        _ = try await whole.run()
        let place = Workplace()
        let error = await #expect(throws: RunError.self) {
            try await place.run { event in
                if case .training(.step(let report)) = event { return report.step == 3 }
                return false
            }
        }
        #expect(error?.exitCode == 75)
        let run = try place.materials().plan.stages[0]
        let folder = ExperimentFolder.stage(run.identity, in: place.output)
        #expect(try folder.state(title: "").phase == .interrupted)
        let refused = await #expect(throws: RunError.self) { try await place.run() }
        #expect(refused?.exitCode == 3)
        #expect(try #require(refused).description.contains("--resume"))
        let results = try await place.run(isResuming: true)
        #expect(try folder.state(title: "").phase == .finished)
        #expect(try place.weights() == whole.weights())
        #expect(results.evaluations[0].rows.map(\.score) == (try await whole.run()).evaluations[0].rows.map(\.score))
    }

    @Test func `answering that is stopped goes on without asking twice`() async throws {
        let whole = Workplace()
        _ = try await whole.run()
        let place = Workplace()
        let error = await #expect(throws: RunError.self) {
            try await place.run { event in
                if case .answered = event { return true }
                return false
            }
        }
        #expect(error?.exitCode == 75)
        let some = try place.predictions("plain")
        #expect(!some.isEmpty && some.count < 20)
        _ = try await place.run(isResuming: true)
        for column in ["plain", "newest"] {
            let records = try place.predictions(column)
            #expect(records.count == 20)
            #expect(Set(records.map(\.prompt)).count == 20)
            #expect(try records.map(\.text) == whole.predictions(column).map(\.text))
        }
        #expect(try Array(place.predictions("plain").prefix(some.count)) == some)
    }

    @Test func `a limit answers the first contexts, and a higher one goes on`() async throws {
        let place = Workplace()
        let few = try await place.run(tinyText, ["evaluate.0.limit=2"])
        #expect(few.evaluations[0].rows.allSatisfy { $0.contexts == 2 })
        #expect(few.evaluations[0].limit == ContextLimit(answered: 2, contexts: 5))
        #expect(try place.predictions("plain").count == 8)
        let all = try await place.run()
        #expect(all.evaluations[0].rows.allSatisfy { $0.contexts == 5 })
        #expect(all.evaluations[0].limit == nil)
        #expect(try place.predictions("plain").count == 20)
        #expect(
            try await place.run(tinyText, ["evaluate.0.limit=2"]).evaluations[0].rows.allSatisfy { $0.contexts == 2 })
    }

    @Test func `predictions that were lost are answered again`() async throws {
        let place = Workplace()
        let whole = try await place.run()
        let run = try place.materials().plan.evaluations[0]
        let file = ExperimentFolder.evaluation(run.identity, in: place.output).predictionsFile
        let texts = try place.predictions("plain").map(\.text)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        try (lines.prefix(7).joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
        #expect(try place.predictions("plain").count == 7)
        var began: [String] = []
        let shortened = try await place.run { event in
            if case .began(let title, _, _) = event { began.append(title) }
            return false
        }
        #expect(began == ["plain on mqar, seed 0"])
        #expect(shortened.evaluations[0].rows.map(\.score) == whole.evaluations[0].rows.map(\.score))
        #expect(try place.predictions("plain").map(\.text) == texts)
        try FileManager.default.removeItem(at: file)
        let missing = try await place.run()
        #expect(missing.evaluations[0].rows.map(\.score) == whole.evaluations[0].rows.map(\.score))
        #expect(try place.predictions("plain").map(\.text) == texts)
    }

    @Test(arguments: [true, false])
    func `a finished stage without its last checkpoint is refused`(isDamaged: Bool) async throws {
        let place = Workplace()
        _ = try await place.run()
        let stage = try place.names(in: "stages")[0]
        let file = place.output.appendingPathComponent("stages/\(stage)/checkpoints/step-00000006.h5")
        if isDamaged {
            var bytes = try Data(contentsOf: file)
            let part = bytes.count / 4..<bytes.count / 2
            bytes.replaceSubrange(part, with: Data(count: part.count))
            try bytes.write(to: file)
        } else {
            try FileManager.default.removeItem(at: file)
        }
        try FileManager.default.removeItem(at: place.output.appendingPathComponent("evaluations"))
        let error = await #expect(throws: RunError.self) { try await place.run() }
        #expect(error?.exitCode == 4)
        let text = try #require(error).description
        #expect(text.contains("step-00000006.h5") && text.contains("restore") && text.contains("remove"), "\(text)")
    }

    @Test func `asking after reading gives the baseline's answers for fewer rows`() async throws {
        let place = Workplace()
        let whole = try await place.run()
        let shared = try await place.run(tinyText, ["evaluate.0.ask=after-reading"])
        let before = whole.evaluations[0].rows.filter { $0.column == "plain" }
        let after = shared.evaluations[0].rows.filter { $0.column == "plain" }
        #expect(before.map(\.score) == after.map(\.score))
        #expect(after[1].cost.rows < before[1].cost.rows)
        #expect(try place.predictions("plain").allSatisfy { $0.cost.generatedTokens == $0.tokens.count })
    }

    @Test func `a strategy takes part in training when its stage says so`() async throws {
        let place = Workplace()
        let text =
            tinyText
            .replacingOccurrences(of: "name: base,", with: "name: base, with-strategy: true,")
            .replacingOccurrences(of: "during: answer", with: "during: both")
            .replacingOccurrences(of: "newest: [", with: "newest: [rwr, ")
        _ = try await place.run(text)
        #expect(try place.names(in: "stages").count == 2)
    }

    @Test func `calibration is done once, on samples of its own, and kept`() async throws {
        let place = Workplace()
        let text =
            tinyText.replacingOccurrences(of: "layers: [1], beta: 0.5}", with: "beta: 0.5}, calibrate: true")
            + "calibrate: {length: 32, samples: 3}\n"
        var found: [String] = []
        let first = try await place.run(text) { event in
            if case .calibrated(_, let configuration) = event { found.append(configuration) }
            return false
        }
        #expect(found.count == 1)
        #expect(try place.names(in: "calibrations").count == 1)
        let layer = try #require(first.evaluations[0].rows.last?.survival.first?.layer)
        #expect(found[0].contains("\"layers\":[\(layer)]"))
        // Another evaluation of the same weights takes the layers from the file.
        let second = try await place.run(text, ["evaluate.0.lengths=[32]", "primary.over=length 32", "gate={}"]) {
            event in
            if case .calibrating = event { found.append("again") }
            return false
        }
        #expect(found.count == 1)
        #expect(second.evaluations[0].rows.last?.survival.first?.layer == layer)
    }

    @Test func `diagnostics tell what the layers did at each length`() async throws {
        let results = try await Workplace().run(tinyText, ["diagnostics=true"])
        let columns = results.evaluations[0].diagnostics
        #expect(columns.map(\.column) == ["plain", "newest"])
        for column in columns {
            #expect(column.lengths.map(\.length) == [16, 64])
            #expect(column.lengths.allSatisfy { $0.stepSums.map(\.layer) == [0, 1] })
            #expect(column.lengths.allSatisfy { $0.stateNorms.map(\.layer) == [0, 1] })
        }
        // The second layer of "newest" reads about half of the rows.
        let rows = columns.map { $0.lengths[1].stepSums[1].meanLength }
        #expect(rows[1] < 0.8 * rows[0])
        #expect(results.evaluations[0].rows[3].survival.map(\.layer) == [1])
    }

    @Test func `a failure is written down and can be resumed`() async throws {
        let place = Workplace()
        let run = try place.materials().plan.evaluations[0]
        let folder = ExperimentFolder.evaluation(run.identity, in: place.output)
        // A folder in the place of the predictions.
        await #expect(throws: RecordError.self) {
            try await place.run { event in
                guard case .began(_, 2, _) = event else { return false }
                try? FileManager.default.createDirectory(
                    at: folder.predictionsFile, withIntermediateDirectories: true)
                return false
            }
        }
        let state = try folder.state(title: "")
        #expect(state.phase == .failed)
        #expect(state.error?.contains("predictions") == true)
        try FileManager.default.removeItem(at: folder.predictionsFile)
        _ = try await place.run(isResuming: true)
        #expect(try folder.state(title: "").phase == .finished)
    }

    @Test func `the folder of another experiment is refused`() async throws {
        let place = Workplace()
        _ = try await place.run()
        let error = await #expect(throws: RecordError.self) { try await place.run(tinyText, ["experiment=other"]) }
        #expect(error?.exitCode == 3)
    }

    @Test func `evaluation with words that training lacks is refused`() async throws {
        let place = Workplace()
        let error = #expect(throws: RunError.self) {
            try place.materials(tinyText, ["evaluate.0.symbols=32"])
        }
        #expect(error?.exitCode == 3)
    }

    @Test func `a dry run shows configuration, runs and size, and writes nothing`() async throws {
        let place = Workplace()
        let dryRun = try place.dryRun()
        let text = try dryRun.text()
        #expect(!FileManager.default.fileExists(atPath: place.output.path))
        for piece in ["experiment: tiny", "train base, seed 0", "used by plain, newest", "newest on mqar, seed 0"] {
            #expect(text.contains(piece), "\(text)")
        }
        let count = try #require(dryRun.parameterCount)
        #expect(text.contains("\(count) parameters: vocabulary 17, width 8, layers 2"))
        _ = try await place.run()
        let weights = try place.weights().filter { $0.key.hasPrefix("model/") }
        #expect(count == weights.values.reduce(0) { $0 + $1.count })
        #expect(try dryRun.text().contains("train base, seed 0 (finished)"))
        #expect(try #require(dryRun.trainingBytes) > 16 * count)
        #expect(try #require(dryRun.answeringBytes) > 4 * count)
    }

    @Test func `an experiment about a model that is not there can be planned and not run`() async throws {
        let place = Workplace()
        let text = """
            experiment: published
            model: {checkpoint: /nonexistent/model.h5}
            strategies: {plain: []}
            evaluate: [{task: mqar, lengths: [64], samples: 2}]
            """
        let dryRun = try place.dryRun(text)
        #expect(try dryRun.text().contains("there is no model at /nonexistent/model.h5"))
        #expect(dryRun.parameterCount == nil)
        await #expect(throws: (any Error).self) { try await place.run(text) }
    }

    @Test func `progress names runs and the time left`() async throws {
        let place = Workplace()
        var lines = ""
        var progress = RunProgress(isTerminal: false) { lines += $0 }
        _ = try await place.run(onEvent: { progress.show($0) })
        #expect(lines.contains("3 runs\n"))
        #expect(lines.contains("run 1 of 3: train base, seed 0\n"))
        #expect(lines.contains("run 2 of 3 took ") && lines.contains("left in all"))
        #expect(!lines.contains("\u{1B}"))
    }
}
