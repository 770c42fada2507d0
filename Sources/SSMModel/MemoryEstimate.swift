import SSMTensor

/// How much memory a model of a shape takes, computed from the shape alone.
///
/// The numbers follow what the runtime keeps at its busiest moment, array by array; tests compare them with what a
/// device measures. What the program takes besides (code, buffers of BLAS: some tens of MB) is not in them.
///
/// - Edge cases: numbers too large for an `Int` are the largest one.
public struct MemoryEstimate: Sendable, Hashable {
    /// The shape.
    public let model: ModelConfiguration

    /// The estimate for a shape.
    public init(_ model: ModelConfiguration) {
        self.model = model
    }

    /// Bytes of the weights as Float32, with the rates of decay that a model keeps beside `A_log`.
    public var weightBytes: Int { Self.bytes(parameters + rates) }

    /// Bytes of the state of one sequence, which is all that decoding keeps of it.
    public var stateBytes: Int { Self.bytes(stateElements) }

    /// Bytes that reading prompts takes at its peak, without the weights: their state, the chunk in work, what
    /// strategies hold, and the names of the rows.
    ///
    /// - Parameters:
    ///   - rows: rows of all sequences that are read in one pass.
    ///   - sequences: how many there are.
    ///   - held: what the strategies hold.
    ///   - losses: rows of which the loss is wanted; 0 when logits of the last row of each sequence are.
    public func prefillBytes(rows: Int, sequences: Int = 1, held: HeldRows = .none, losses: Int = 0) -> Int {
        let names = Double(rows) * Self.nameBytes + Double(held.residual) * Self.choiceBytes
        return Int(
            saturating: 4 * prefillElements(rows: rows, sequences: sequences, held: held, losses: losses) + names)
    }

    /// Bytes that a step of decoding takes at its peak, without the weights: the states before and after it, where
    /// those of several sequences are made in pieces and joined, and the logits.
    public func decodingBytes(sequences: Int) -> Int {
        let rows = Double(sequences)
        let states = stateElements * (sequences > 1 ? 3 : 2)
        return Self.bytes(rows * (states + chunkElements + Double(model.vocabularySize)))
    }

    /// Floats in tensors at the peak of a prefill: what `Device.peakBytes` counts.
    func prefillElements(rows: Int, sequences: Int, held: HeldRows, losses: Int) -> Double {
        let width = Double(model.width)
        let vocabulary = Double(model.vocabularySize)
        let chunk = Double(min(rows, LanguageModel.defaultChunkRows))
        // The carried states are joined into new tensors at the end when there are several.
        let states = stateElements * Double(sequences) * (sequences > 1 && losses == 0 ? 2 : 1)
        let isOneChunk = rows <= LanguageModel.defaultChunkRows && held.residual > 0
        // A selecting layer that has all rows in one chunk keeps its inputs while the chosen ones are computed.
        let layer = chunk * (chunkElements + (isOneChunk ? selectingElements : 0))
        let scored = Double(min(losses, LanguageModel.defaultChunkRows))
        let logits = min(scored * vocabulary, max(Double(Tensor.crossEntropyElements), vocabulary))
        let output =
            losses > 0
            ? chunk * width + 2 * scored * width + logits : Double(sequences) * (vocabulary + width)
        return states + max(layer, output) + Double(held.residual) * width + Double(held.elements)
    }

    /// Floats of a row at the busiest moment of a block: residual, input and output of the block (D each, of which
    /// two at a time), scan input, raw steps, gate, scan output (E each), B and C (N each).
    private var chunkElements: Double {
        2 * Double(model.width) + 4 * Double(model.innerWidth) + 2 * Double(model.state)
    }

    /// Floats of a row that a selecting layer keeps from scoring to scanning when it need not compute them again.
    private var selectingElements: Double {
        Double(model.width) + 3 * Double(model.innerWidth) + 2 * Double(model.state)
    }

    /// Floats of one sequence's state in all layers.
    private var stateElements: Double {
        Double(model.layers) * Double(model.innerWidth) * Double(model.convolutionWidth - 1 + model.state)
    }

    /// Number of parameters.
    var parameters: Double { Double(ParameterCounts(of: model).total) }

    /// Floats of -exp(A_log) in all layers.
    var rates: Double { Double(model.layers) * Double(model.innerWidth) * Double(model.state) }

    /// Bytes a row of tokens, positions and their copies in chunks.
    private static let nameBytes = 16.0
    /// Bytes a row of the scores and lists of indices while rows are chosen.
    private static let choiceBytes = 64.0

    static func bytes(_ elements: Double) -> Int { Int(saturating: 4 * elements) }

    /// A number of bytes for a person: "850 B", "12.3 kB", "1.2 MB", "16.1 GB"; 1 MB is 10^6 bytes.
    public static func text(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        guard unit > 0, value < 99.95 else { return "\(Int(value.rounded())) \(units[unit])" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
