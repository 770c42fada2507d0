package import Foundation
package import SSMTrain

/// An experiment as a researcher declares it, decoded strictly and checked.
package struct Experiment: Sendable, Hashable, Codable {
    /// The experiment's name: the question that it answers, in words joined by `-`.
    package let name: String
    /// The question in a sentence.
    package let question: String?
    /// What the authors of the experiment expect, named beforehand.
    package let claim: String?
    /// One run of everything for each seed.
    package let seeds: [UInt64]
    /// Where the weights come from.
    package let model: ModelSource
    /// What the model is trained on; nil when nothing is trained.
    package let data: TrainingData?
    /// The stages of training, each from the checkpoint before.
    package let stages: [TrainingStage]
    /// The columns of the comparison.
    package let columns: Columns
    /// The samples on which strategies calibrate themselves, or nil when none does.
    package let calibration: Calibration?
    /// The one endpoint, or nil for an experiment that demonstrates and claims nothing.
    package let primary: Primary?
    /// What must hold before the claim is spoken of.
    package let gate: Gate?
    /// The questions that every column answers.
    package let evaluations: [Evaluation]
    /// What is dumped of some samples when the columns have answered; nil: nothing.
    package let dump: Dump?
    /// Whether survival of evidence, sums of steps and state norms are recorded.
    package let isDiagnosing: Bool
    /// Where the keys were written, for messages about what only the model can tell.
    package private(set) var places = ConfigurationPlaces()

    private enum CodingKeys: String, CodingKey {
        case name = "experiment"
        case question, claim, seeds, model, data
        case stages = "train"
        case columns = "strategies"
        case calibration = "calibrate"
        case primary, gate
        case evaluations = "evaluate"
        case isDiagnosing = "diagnostics"
        case dump
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        guard Self.isFolderName(name) else {
            throw container.refusal(forKey: .name, "a name has small letters, digits and '-' only: it names a folder")
        }
        question = try container.decodeIfPresent(String.self, forKey: .question)
        claim = try container.decodeIfPresent(String.self, forKey: .claim)
        seeds = try container.decodeDistinct(UInt64.self, forKey: .seeds, default: [0])
        model = try container.decode(ModelSource.self, forKey: .model)
        data = try container.decodeIfPresent(TrainingData.self, forKey: .data)
        stages = try container.decodeIfPresent([TrainingStage].self, forKey: .stages) ?? []
        columns = try container.decode(Columns.self, forKey: .columns)
        calibration = try container.decodeIfPresent(Calibration.self, forKey: .calibration)
        primary = try container.decodeIfPresent(Primary.self, forKey: .primary)
        gate = try container.decodeIfPresent(Gate.self, forKey: .gate)
        evaluations = try container.decodeIfPresent([Evaluation].self, forKey: .evaluations) ?? []
        isDiagnosing = try container.decodeIfPresent(Bool.self, forKey: .isDiagnosing) ?? false
        dump = try container.decodeIfPresent(Dump.self, forKey: .dump)
        try checkTraining(container)
        try checkCalibration(container)
        try checkMeasurements(container)
        try checkDump(container)
    }

    private func checkDump(_ container: KeyedDecodingContainer<CodingKeys>) throws {
        guard let dump else { return }
        guard !evaluations.isEmpty else {
            throw container.refusal(forKey: .dump, "samples come from the first entry of 'evaluate', which is missing")
        }
        let names = columns.all.map(\.name)
        if let unknown = dump.columns.first(where: { !names.contains($0) }) {
            throw Self.refusal(
                at: [CodingKeys.dump, AnyCodingKey("strategies")],
                UnknownName(noun: "column", name: unknown, known: names).description)
        }
    }

    private func checkCalibration(_ container: KeyedDecodingContainer<CodingKeys>) throws {
        let isWanted = columns.all.contains { $0.answering.contains(where: \.isCalibrating) }
        if calibration == nil, isWanted {
            throw container.refusal(
                forKey: .columns, "a strategy has 'calibrate: true', which needs samples: add the key 'calibrate'")
        }
        if calibration != nil, !isWanted {
            throw container.refusal(forKey: .calibration, "no strategy that answers has 'calibrate: true'")
        }
        if let split = calibration?.split, evaluations.contains(where: { $0.split == split }) {
            throw Self.refusal(
                at: [CodingKeys.calibration, AnyCodingKey("split")],
                "'\(split)' is the split of an entry of 'evaluate': calibrating on the evaluation's own samples is not a "
                    + "measurement")
        }
    }

    private func checkTraining(_ container: KeyedDecodingContainer<CodingKeys>) throws {
        guard Set(train.map(\.name)).count == train.count else {
            throw container.refusal(forKey: .stages, "two stages have one name")
        }
        for (index, stage) in train.enumerated() {
            guard let seed = stage.tune?.seed, seeds.contains(seed) else { continue }
            throw Self.refusal(
                at: [CodingKeys.stages, AnyCodingKey(index: index), AnyCodingKey("tune"), AnyCodingKey("seed")],
                "\(seed) is one of 'seeds'; learning rates are tried on a seed that is not evaluated")
        }
        if data == nil, !train.isEmpty {
            throw container.refusal(forKey: .stages, "stages of training need 'data'")
        }
        if case .fresh = model, data == nil {
            throw container.refusal(forKey: .model, "a new model takes its vocabulary from 'data', which is missing")
        }
        try checkVocabulary(container)
        for (stage, data) in stagesWithData { try checkFiles(of: stage, data, container) }
    }

    /// Refuses files that would have to give a new model its vocabulary.
    private func checkVocabulary(_ container: KeyedDecodingContainer<CodingKeys>) throws {
        guard case .fresh = model, let data else { return }
        let all = [data] + stages.compactMap(\.data)
        let isInstructed = all.flatMap(\.sources).contains { source in
            if case .instructions = source.source { true } else { false }
        }
        guard isInstructed || data.settings.isEmpty else { return }
        throw container.refusal(
            forKey: .data,
            "\(isInstructed ? "instructions need" : "prepared examples alone need") the tokenizer of a model: begin with "
                + "'model: {checkpoint: PATH}'; a new model takes its vocabulary from a generated task")
    }

    private func checkFiles(
        of stage: StageConfiguration, _ data: TrainingData, _ container: KeyedDecodingContainer<CodingKeys>
    ) throws {
        guard data.hasFiles else { return }
        if stage.curriculum != nil, data.settings.isEmpty {
            throw container.refusal(
                forKey: .stages,
                "the stage '\(stage.name)' has a curriculum, which asks for samples of any length; those of files are as "
                    + "long as they are")
        }
        let isValidating = stage.validateEvery > 0 || stage.tune != nil
        if isValidating, data.sources.contains(where: { $0.source.limits?.heldOut == 0 }) {
            throw container.refusal(
                forKey: .data, "the stage '\(stage.name)' validates, which needs 'held-out' above 0")
        }
    }

    private func checkMeasurements(_ container: KeyedDecodingContainer<CodingKeys>) throws {
        let lengths = Set(evaluations.flatMap(\.lengths))
        if let primary, !lengths.contains(where: primary.lengths.contains) {
            throw container.refusal(forKey: .primary, "no length of 'evaluate' lies in its range")
        }
        for condition in gate?.conditions ?? [] {
            let names = columns.all.map(\.name)
            guard names.contains(condition.column) else {
                throw container.refusal(
                    forKey: .gate,
                    UnknownName(noun: "column", name: condition.column, known: names).description)
            }
            guard lengths.contains(condition.length) else {
                throw container.refusal(
                    forKey: .gate, "at-\(condition.length): no entry of 'evaluate' has the length \(condition.length)")
            }
        }
    }

    /// The nominal length that the last stage trains at; nil without data.
    package var trainingLength: Int? { (stages.last?.data ?? data)?.length }

    /// The stages, each with what it trains on.
    var stagesWithData: [(configuration: StageConfiguration, data: TrainingData)] {
        stages.compactMap { stage in (stage.data ?? data).map { (stage.configuration, $0) } }
    }

    /// How the stages train.
    package var train: [StageConfiguration] { stages.map(\.configuration) }

    /// The error of a value that other keys do not allow.
    private static func refusal(at path: [any CodingKey], _ reason: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: path, debugDescription: reason))
    }

    /// Whether something can name folders and files everywhere.
    static func isFolderName(_ name: String) -> Bool {
        let isAllowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                return true
            default: return false
            }
        }
        return isAllowed && !name.isEmpty && !name.hasPrefix("-") && name.utf8.count <= 100
    }
}

extension Experiment {
    /// Reads an experiment from a file and changes it by overrides.
    ///
    /// - Throws: `ConfigurationError` with the place of the fault: in the file or in the override.
    package init(
        contentsOf url: URL, overrides: [String] = [], catalogs: Catalogs
    ) throws(ConfigurationError) {
        try self.init(ConfigurationNode(contentsOf: url), overrides: overrides, catalogs: catalogs)
    }

    /// Reads an experiment from a tree of configuration and changes it by overrides.
    ///
    /// - Throws: `ConfigurationError` with the place of the fault: in the file or in the override.
    package init(
        _ node: ConfigurationNode, overrides: [String] = [], catalogs: Catalogs
    ) throws(ConfigurationError) {
        var node = node
        for override in overrides { try ConfigurationOverride(parsing: override).apply(to: &node) }
        node.spellOutStrategies()
        node.inheritTaskSettings()
        self = try StrictYAML.decode(Experiment.self, from: node, userInfo: catalogs.userInfo)
        places = ConfigurationPlaces(of: node)
    }

    /// The experiment as YAML, with every default written out: reading it again gives an equal experiment.
    ///
    /// - Throws: what the encoding of a configuration throws.
    package func resolvedYAML() throws -> String {
        try ConfigurationNode(encoding: self).yaml
    }
}
