import SSMContext
import SSMModel
import SSMTensor
import Synchronization

/// A strategy that breaks one rule.
struct FaultyStrategy: ContextStrategy {
    enum Fault: String, Codable, Sendable, CaseIterable {
        case dropsProtectedRows, reversesRows, looksAtOtherSequences, looksAtChunks, changesWithTime, givesNaN
        case forgetsTargets, declaresIdleParameter, losesAnswers, answersByBatch, makesNoExamples
        case preparesDifferently, changesItsConfiguration, holdsRows

        /// A part of what the contract suite says.
        var complaint: String {
            switch self {
            case .dropsProtectedRows: "dropped the protected row"
            case .reversesRows: "not in order"
            case .looksAtOtherSequences: "alone"
            case .looksAtChunks: "in chunks of"
            case .changesWithTime: "the same pass again"
            case .givesNaN: "are not finite"
            case .forgetsTargets: "required targets are in the loss"
            case .declaresIdleParameter: "no gradient reaches"
            case .losesAnswers: "answers to"
            case .answersByBatch: "alone than together"
            case .makesNoExamples: "no training example is left"
            case .preparesDifferently: "give other examples"
            case .changesItsConfiguration: "the configuration changes"
            case .holdsRows: "heldRows announces"
            }
        }
    }

    struct Configuration: Codable, Sendable {
        var fault: Fault?
        /// Grows whenever it is saved, where that is the fault.
        var count = 0

        init(_ fault: Fault?) {
            self.fault = fault
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(fault, forKey: .fault)
            try values.encode(fault == .changesItsConfiguration ? count + 1 : count, forKey: .count)
        }
    }

    static let name: StrategyName = "faulty"
    let configuration: Configuration
    private let clock = Clock()

    /// How often the strategy acted.
    final class Clock: Sendable {
        private let ticks = Mutex(0)
        func tick() -> Int {
            ticks.withLock {
                $0 += 1
                return $0
            }
        }
    }

    init(_ configuration: Configuration) throws(StrategyError) {
        self.configuration = configuration
    }

    private var fault: Fault? { configuration.fault }

    func declareParameters(in builder: inout ParameterBuilder, for model: ModelDescription) {
        guard fault == .declaresIdleParameter else { return }
        builder.declare("idle") { _, device in .zeros([3], on: device) }
    }

    func prepare(
        _ samples: [Sample], in context: DataContext,
        next: @Sendable ([Sample]) async throws -> [TrainingExample]
    ) async throws -> [TrainingExample] {
        let examples = try await next(samples)
        switch fault {
        case .makesNoExamples: return []
        case .preparesDifferently: return clock.tick() % 2 == 0 ? examples : examples.reversed()
        default: return examples
        }
    }

    func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var request = request
        switch fault {
        case .dropsProtectedRows, .reversesRows:
            request.hooks.append(FaultySelection(reverses: fault == .reversesRows))
        case .looksAtOtherSequences:
            let count = Float(request.sequences.count)
            request.hooks.append(FaultyScaling { _ in count })
        case .looksAtChunks: request.hooks.append(FaultyScaling { 1 / Float($0.rows) })
        case .changesWithTime:
            let tick = Float(clock.tick())
            request.hooks.append(FaultyScaling { _ in tick })
        case .givesNaN: request.hooks.append(FaultyScaling { _ in .nan })
        case .forgetsTargets:
            if let loss = request.outputs.loss {
                request.outputs.loss = LossTargets(loss.sequences.map { Array($0.dropLast()) })
            }
        case .holdsRows: request.outputs.hidden = .surviving
        default: break
        }
        return try next(request)
    }

    func answer(
        _ prompts: [Prompt], in context: AnswerContext, next: ([Prompt]) throws -> [Answer]
    ) throws -> [Answer] {
        var answers = try next(prompts)
        switch fault {
        case .losesAnswers: answers = Array(answers.dropLast())
        case .answersByBatch: for index in answers.indices { answers[index].text += " \(prompts.count)" }
        default: break
        }
        return answers
    }
}

/// Keeps the second row of each sequence only, or all rows in reverse order.
private struct FaultySelection: ScanHook {
    let reverses: Bool
    var layers: LayerSelection { .some([0]) }
    var selectsRows: Bool { true }

    func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor? {
        .zeros([scan.rows], on: scan.x.device)
    }

    func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection {
        RowSelection(
            keeping: (0..<layout.count).map {
                reverses ? layout.range(of: $0).reversed() : Array(layout.range(of: $0).dropFirst().prefix(1))
            })
    }
}

/// Multiplies the steps by a number made of the chunk.
private struct FaultyScaling: ScanHook {
    let factor: @Sendable (ScanInputs) -> Float
    var layers: LayerSelection { .all }

    init(_ factor: @escaping @Sendable (ScanInputs) -> Float) {
        self.factor = factor
    }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) {
        scan.scaleSteps(by: .filled(with: factor(scan), shape: [scan.x.columns], on: scan.x.device))
    }
}
