public import SSMContext
public import SSMModel
import SSMTensor

/// Reads a prompt twice: a survey pass finds the rows that matter, a second pass reads the prompt with a region of it
/// replaced by a few memory rows made from them.
///
/// In the second pass the steps of the memory rows are scaled by their importance and moved by a learned offset, in
/// every layer. Decoding goes on from the state of the second pass and is that of the model without it.
///
/// - Source: ReMamba (Yuan, Liu, Li et al., 2024, arXiv 2408.15496) and the authors' code, lblankl/ReMamba.
public struct ReMamba: ContextStrategy {
    public static let name: StrategyName = "remamba"

    public let configuration: ReMambaConfiguration

    /// A strategy with a configuration.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the key.
    public init(_ configuration: ReMambaConfiguration) throws(StrategyError) {
        if let (key, reason) = configuration.objection {
            throw .badConfiguration(strategy: ReMamba.name, key: key, reason: reason)
        }
        self.configuration = configuration
    }

    /// Refuses a model whose inner width is not twice its width: the networks begin as blocks of its projections.
    ///
    /// - Throws: `StrategyError.unsupported` naming both widths.
    public func check(for model: ModelConfiguration) throws(StrategyError) {
        guard model.innerWidth == 2 * model.width else {
            throw .unsupported(
                strategy: ReMamba.name.text,
                reason: "its networks begin as square blocks of the first layer's projections, which needs expand 2; "
                    + "this model has the inner width \(model.innerWidth) and the width \(model.width)")
        }
    }

    /// The final rows of the survey, in the pieces in which they come and put together, and what memory is made of.
    public func heldRows(reading rows: Int, on model: ModelConfiguration) -> HeldRows {
        let ratios = CompressionRatios(answering: rows, configuration)
        let surveyed = configuration.ranks ? ratios.length : ratios.rows
        return HeldRows(elements: model.width * (surveyed + max(surveyed, 6 * ratios.rows)))
    }

    /// Declares the query, key and value networks, which begin as blocks of the first layer, and the offset of the steps
    /// of every layer, which begins at zero.
    public func declareParameters(in builder: inout ParameterBuilder, for model: ModelDescription) {
        MemoryNetworks.declare(in: &builder, for: model, initialisation: configuration.initialisation)
        for layer in 0..<model.configuration.layers {
            builder.declare(StepAdaptation.offsetName(of: layer)) { _, device in
                .zeros([model.configuration.innerWidth], on: device)
            }
        }
    }

    /// Surveys the prompts, compresses a region of each into memory rows, and reads the spliced rows.
    ///
    /// A pass that protects every row is left as it is.
    public func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        guard request.protected != .all else { return try next(request) }
        let regions = CompressedRegion.regions(of: request, in: context.phase, configuration)
        guard regions.contains(where: { $0.count > 0 }) else { return try next(request) }
        let memory = try compress(request, regions, in: context, next: next)
        var second = memory.spliced(into: request)
        if let importance = memory.stepFactors {
            second.hooks.append(
                try StepAdaptation(
                    importance: importance, firstToken: memory.firstToken, parameters: context.parameters,
                    layers: context.model.configuration.layers))
        }
        return try next(second)
    }

    /// The survey pass and what is made of it; the surveyed rows are given up before the second pass.
    private func compress(
        _ request: ForwardRequest, _ regions: [CompressedRegion], in context: ForwardContext,
        next: (ForwardRequest) throws -> ForwardResult
    ) throws -> Memory {
        let compression = Compression(
            configuration: configuration, networks: try MemoryNetworks(context.parameters), regions: regions)
        let survey = compression.survey(of: request)
        return try compression.memory(from: try next(survey), of: request, in: context)
    }
}
