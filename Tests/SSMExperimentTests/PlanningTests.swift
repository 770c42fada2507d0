import SSMEval
import SSMExperiment
import SSMModel
import SSMRecord
import Testing

/// What would fail only after training is refused when an experiment is planned, in a dry run too.
struct PlanningTests {
    private func refusal(of overrides: [String], _ text: String = tinyText) throws -> RunError? {
        #expect(throws: RunError.self) { try Workplace().materials(text, overrides) }
    }

    @Test func `a strategy that the model does not suit is refused with its column and its layer`() throws {
        let error = try #require(try refusal(of: ["strategies.newest=[{decimamba: {layers: [0, 5]}}]"]))
        #expect(error.exitCode == 3)
        for piece in ["'newest'", "'decimamba'", "'layers'", "5 is no layer"] {
            #expect(error.description.contains(piece), "\(error)")
        }
        #expect(throws: RunError.self) {
            try Workplace().dryRun(tinyText.replacingOccurrences(of: "layers: [1]", with: "layers: [2]"))
        }
    }

    @Test(arguments: [
        "evaluate.0.lengths=[2, 16, 64]", "evaluate.0.depths=[0.5]", "data.length=2",
        "train.base.curriculum={start: 2, accuracy: 0.9}",
    ])
    func `a cell whose first sample cannot be made is refused`(_ override: String) throws {
        #expect(throws: TaskError.self) { try Workplace().materials(tinyText, [override]) }
    }

    @Test func `calibration samples that cannot be made are refused`() throws {
        let text =
            tinyText.replacingOccurrences(of: "beta: 0.5}", with: "beta: 0.5}, calibrate: true")
            + "calibrate: {length: 2, samples: 3}\n"
        #expect(throws: TaskError.self) { try Workplace().materials(text) }
    }

    @Test func `an experiment larger than the memory is refused with its estimate`() throws {
        let error = try #require(try refusal(of: ["model.width=1000000"]))
        #expect(error.exitCode == 3)
        #expect(error.description.hasPrefix("training stage 'base' needs about "))
        #expect(error.description.contains("model.width"))
        let lengths = "evaluate.0.lengths=[16, 1000000000000000000]"
        let long = try #require(try refusal(of: [lengths, "primary.over=length 16"]))
        #expect(long.description.contains("evaluate.lengths"))
        let place = Workplace()
        #expect(throws: RunError.self) {
            try Materials(
                experiment(tinyText), catalogs: catalogs, device: place.device,
                available: AvailableMemory(bytes: 10_000, limit: "a test"))
        }
    }

    @Test(arguments: [
        "data.length=0", "evaluate.0.lengths=[0]", "evaluate.0.lengths=[16, -1]", "model.width=100000000",
        "model.layers=1000000", "model.expand=100000",
    ])
    func `a size that makes no sense is refused by its key`(_ override: String) throws {
        let error = try failure { () throws(ConfigurationError) in try experiment(tinyText, overrides: [override]) }
        let key = try #require(override.split(separator: "=").first?.split(separator: ".").last)
        #expect(error.description.contains(key), "\(error)")
    }
}
