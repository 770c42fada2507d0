import Foundation
import SSMContext
import SSMExperiment
import SSMModel
import SSMReport

/// What a model of a shape takes, as a table for a person and as JSON.
struct EstimateReport: Encodable {
    /// A size of work and the bytes that it takes at its peak, the weights included.
    struct Entry: Encodable, Hashable {
        /// Tokens of a prompt or of a batch.
        let tokens: Int
        let bytes: Int
    }

    /// A named part of an experiment and the bytes that it takes at its peak, the weights included.
    struct Part: Encodable, Hashable {
        let name: String
        let bytes: Int
    }

    /// Bytes of memory.
    struct Memory: Encodable {
        let weights: Int
        let state: Int
        let decoding: Int
        var prefill: [Entry] = []
        var training: [Entry] = []
        var stages: [Part] = []
        var columns: [Part] = []
    }

    let name: String
    let vocabularySize: Int
    let width: Int
    let layers: Int
    let state: Int
    let isTied: Bool
    let parameters: ParameterCounts
    let operationsPerToken: TokenFLOPs
    var bytes: Memory
    private var strategies: [String] = []
    private var longest: Int?

    private enum CodingKeys: String, CodingKey {
        case name, width, layers, state, parameters, bytes, strategies
        case vocabularySize = "vocabulary"
        case isTied = "headIsTied"
        case operationsPerToken = "flopsPerToken"
    }

    private init(name: String, shape: ModelConfiguration) {
        let estimate = MemoryEstimate(shape)
        self.name = name
        vocabularySize = shape.vocabularySize
        width = shape.width
        layers = shape.layers
        state = shape.state
        isTied = shape.tiesEmbeddings
        parameters = ParameterCounts(of: shape)
        operationsPerToken = TokenFLOPs(of: shape)
        bytes = Memory(
            weights: estimate.weightBytes, state: estimate.stateBytes,
            decoding: Self.sum(estimate.weightBytes, estimate.decodingBytes(sequences: 1)))
    }

    /// A model with prompts of some lengths and a batch.
    init(
        name: String, shape: ModelConfiguration, lengths: [Int], stack: StrategyStack, strategies: [String],
        batchTokens: Int
    ) {
        self.init(name: name, shape: shape)
        self.strategies = strategies
        let estimate = MemoryEstimate(shape)
        bytes.prefill = lengths.map { length in
            let held = stack.heldRows(reading: length, on: shape)
            return Entry(
                tokens: length, bytes: Self.sum(estimate.weightBytes, estimate.prefillBytes(rows: length, held: held)))
        }
        bytes.training = [Entry(tokens: batchTokens, bytes: estimate.trainingBytes(tokens: batchTokens))]
    }

    /// An experiment.
    init(_ experiment: Experiment, memory: ExperimentMemory) {
        self.init(name: experiment.name, shape: memory.model.model)
        bytes.stages = memory.stages.map { Part(name: $0.name, bytes: $0.bytes) }
        bytes.columns = memory.longest == nil ? [] : memory.columns.map { Part(name: $0.name, bytes: $0.bytes) }
        longest = memory.longest
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? .max : sum
    }

    /// One object of JSON.
    var json: String {
        get throws { try JSONLine.text(of: self) + "\n" }
    }

    /// A table for a person.
    func text(isTerminal: Bool) -> String {
        var table = ReportTable(
            title: "\(name): Mamba-1, vocabulary \(vocabularySize), width \(width), layers \(layers), state \(state)",
            header: ["quantity", "of", "amount", "share"], labels: 2, note: note)
        func add(_ group: String, _ lines: [(String, String, String)]) {
            table.beginGroup()
            for (index, line) in lines.enumerated() {
                table.append([index == 0 ? .init(group) : "", .init(line.0), .init(line.1), .init(line.2)])
            }
        }
        add(
            "parameters",
            [
                ("total", Self.grouped(parameters.total), ""), ("embedding", Self.grouped(parameters.embedding), ""),
                ("blocks", Self.grouped(parameters.blocks), ""),
                ("head", isTied ? "the embedding" : Self.grouped(parameters.head), ""),
            ])
        add("operations a token", operationLines)
        add("memory", memoryLines)
        if !bytes.stages.isEmpty {
            add("training, by stage", bytes.stages.map { ($0.name, MemoryEstimate.text($0.bytes), "") })
        }
        if !bytes.columns.isEmpty {
            add("answering, by column", bytes.columns.map { ($0.name, MemoryEstimate.text($0.bytes), "") })
        }
        return table.text(isTerminal: isTerminal)
    }

    private var operationLines: [(String, String, String)] {
        let flops = operationsPerToken
        func share(_ part: Int) -> String {
            flops.forward > 0 ? "\(Int((100 * Double(part) / Double(flops.forward)).rounded())) %" : ""
        }
        return [
            ("forward", Self.operations(flops.forward), ""),
            ("  projections", Self.operations(flops.projections), share(flops.projections)),
            ("  convolution", Self.operations(flops.convolution), share(flops.convolution)),
            ("  scan", Self.operations(flops.scan), share(flops.scan)),
            ("  head", Self.operations(flops.head), share(flops.head)),
            ("training", Self.operations(flops.training), ""),
        ]
    }

    private var memoryLines: [(String, String, String)] {
        var lines = [
            ("weights", MemoryEstimate.text(bytes.weights), ""),
            ("state of a sequence", MemoryEstimate.text(bytes.state), ""),
            ("decoding", MemoryEstimate.text(bytes.decoding), ""),
        ]
        lines += bytes.prefill.map { ("prefill of \($0.tokens) tokens", MemoryEstimate.text($0.bytes), "") }
        lines += bytes.training.map { ("training, \($0.tokens) tokens a batch", MemoryEstimate.text($0.bytes), "") }
        return lines
    }

    private var note: String {
        var lines = ["MB is 10^6 bytes; Float32; decoding, prefill and training include the weights"]
        if !strategies.isEmpty { lines.append("prefill with \(strategies.joined(separator: " "))") }
        if let longest { lines.append("answering: packed prompts, the longest context has \(longest) tokens") }
        return lines.joined(separator: "\n")
    }

    /// "258.1 MFLOP".
    private static func operations(_ count: Int) -> String {
        let units = ["", "k", "M", "G", "T", "P", "E"]
        var (value, unit) = (Double(count), 0)
        while value >= 999.95, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        return "\(NumberText.fixed(value, unit == 0 ? 0 : 1)) \(units[unit])FLOP"
    }

    /// "129,135,360".
    private static func grouped(_ count: Int) -> String {
        let digits = Array(String(count))
        return digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
        }.joined()
    }
}
