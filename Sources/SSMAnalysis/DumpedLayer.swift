import SSMStore
import SSMTensor

/// One layer of a file of a dump. A whole file may have been changed by hand since it was dumped, so that all that maps
/// rely on is checked here, before anything is computed from it.
struct DumpedLayer {
    /// Channels of the layer, E.
    let channelCount: Int

    private let dump: HDF5Reader
    private let layer: Int
    private let device: Device
    /// Tokens of the sequence; nil where the file does not say.
    private let length: Int?
    /// Whether the file has what stands around the scan.
    private let hasSurroundings: Bool

    /// Numbers that a layer can have; known models have far fewer.
    static let numbers = 0..<(1 << 12)
    /// States of a channel that the scan takes.
    private static let stateCounts = 1...256
    /// Rows that the convolution takes into one.
    private static let taps = 1...8
    /// Rows that are read at a time where only some of their channels are kept.
    private static let slab = 2048

    /// The layer, when its parts have the shapes of a layer.
    ///
    /// - Throws: `MapError.unusable`; `StoreError` for what is missing or damaged.
    init(_ layer: Int, in dump: HDF5Reader, on device: Device) throws {
        self.dump = dump
        self.layer = layer
        self.device = device
        if case .integer(let tokens)? = try dump.attributes()["tokens"] { length = tokens } else { length = nil }
        let around =
            ["gate/\(layer)", "conv-input/\(layer)"]
            + ["conv", "conv-bias", "out-projection"].map { "weights/\(layer)/\($0)" }
        hasSurroundings = Set(dump.names).isSuperset(of: around)
        let x = try dump.entry("x/\(layer)").shape
        channelCount = x.last ?? 0
        try check("x/\(layer)", x.count == 2 && !x.contains(0), "has the shape \(x) and not (token, channel)")
        try checkShapes(rows: x[0])
    }

    private func checkShapes(rows: Int) throws {
        let weights = "weights/\(layer)"
        let rates = try dump.entry("\(weights)/a").shape
        try check(
            "\(weights)/a",
            rates.count == 2 && rates[0] == channelCount && Self.stateCounts.contains(rates[1]),
            "has the shape \(rates), which is not one of \(channelCount) channels with \(Self.stateCounts.lowerBound) "
                + "to \(Self.stateCounts.upperBound) states")
        var expected = [
            ("x/\(layer)-position", [rows]), ("x/\(layer)-token", [rows]), ("step/\(layer)", [rows, channelCount]),
            ("b/\(layer)", [rows, rates[1]]), ("c/\(layer)", [rows, rates[1]]), ("\(weights)/d", [channelCount]),
        ]
        if hasSurroundings {
            let inputs = try dump.entry("conv-input/\(layer)").rows
            let taps = try dump.entry("\(weights)/conv").shape.last ?? 0
            let outputs = try dump.entry("\(weights)/out-projection").rows
            try check(
                "\(weights)/conv", Self.taps.contains(taps),
                "has \(taps) taps, and convolutions have \(Self.taps.lowerBound) to \(Self.taps.upperBound)")
            expected += [
                ("gate/\(layer)", [rows, channelCount]), ("conv-input/\(layer)", [inputs, channelCount]),
                ("conv-input/\(layer)-position", [inputs]), ("\(weights)/conv", [channelCount, taps]),
                ("\(weights)/conv-bias", [channelCount]),
                ("\(weights)/out-projection", [max(outputs, 1), channelCount]),
            ]
        }
        for (name, shape) in expected {
            let found = try dump.entry(name).shape
            try check(name, found == shape, "has the shape \(found) where the rest of layer \(layer) asks for \(shape)")
        }
    }

    private func check(_ dataset: String, _ isSound: Bool, _ problem: @autoclosure () -> String) throws(MapError) {
        guard !isSound else { return }
        throw .unusable(path: dump.path, dataset: dataset, problem: problem())
    }

    // MARK: Reading

    /// The chosen channels of a site's rows: (T, S).
    func rows(_ site: String, _ channels: [Int]?) throws(StoreError) -> Tensor {
        let name = "\(site)/\(layer)"
        guard let channels else { return try dump.floats(name, on: device) }
        var parts: [Tensor] = []
        let count = try dump.entry(name).rows
        for start in stride(from: 0, to: count, by: Self.slab) {
            let rows = start..<min(start + Self.slab, count)
            parts.append(try dump.floats(name, rows: rows, on: device).gathered(columns: channels))
        }
        return .concatenating(parts)
    }

    /// The chosen channels of a weight whose first axis is theirs.
    func weight(_ name: String, _ channels: [Int]?) throws(StoreError) -> Tensor {
        let whole = try dump.floats("weights/\(layer)/\(name)", on: device)
        guard let channels else { return whole }
        return whole.gathered(rows: channels)
    }

    /// The steps, none of which is negative: (T, S).
    func steps(_ channels: [Int]?) throws -> Tensor {
        let steps = try rows("step", channels)
        try checkNumbers(of: steps, named: "step/\(layer)", "a step is a finite number of at least 0") { $0 >= 0 }
        return steps
    }

    /// The rates, none of which is positive: (S, N).
    func rates(_ channels: [Int]?) throws -> Tensor {
        let rates = try weight("a", channels)
        try checkNumbers(of: rates, named: "weights/\(layer)/a", "a rate is a finite number of at most 0") { $0 <= 0 }
        return rates
    }

    private func checkNumbers(
        of tensor: Tensor, named name: String, _ rule: String, _ isSound: (Float) -> Bool
    ) throws(MapError) {
        let bad = tensor.withSpan { values -> Float? in
            for index in values.indices where !(values[index].isFinite && isSound(values[index])) {
                return values[index]
            }
            return nil
        }
        if let bad { throw .unusable(path: dump.path, dataset: name, problem: "holds \(bad), and \(rule)") }
    }

    /// The original positions of a site's rows: they do not decrease, and the last one is that of the last token.
    func positions(of site: String) throws -> [Int32] {
        let name = "\(site)/\(layer)-position"
        let found = try dump.integers(name)
        var last: Int64 = 0
        for position in found {
            try check(name, position >= last && position <= Int32.max, "holds \(position) after \(last)")
            last = position
        }
        if let length {
            try check(
                name, last == length - 1,
                "ends at \(last), where a sequence of \(length) tokens ends at \(length - 1) (attribute 'tokens')")
        }
        return found.map { Int32($0) }
    }

    /// The tokens of the rows, negative where a strategy made the row up.
    func tokens() throws -> [TokenID] {
        let name = "x/\(layer)-token"
        return try dump.integers(name).map { token throws(MapError) in
            guard let token = TokenID(exactly: token) else {
                throw .unusable(path: dump.path, dataset: name, problem: "holds \(token), which is no token")
            }
            return token
        }
    }

    /// What stands around the scan; nil when a part of it is missing.
    func surroundings(_ channels: [Int]?) throws -> RecordedScan.Surroundings? {
        guard hasSurroundings else { return nil }
        let projection = try dump.floats("weights/\(layer)/out-projection", on: device)
        return RecordedScan.Surroundings(
            gate: try rows("gate", channels), input: try rows("conv-input", channels),
            inputPositions: try positions(of: "conv-input"), weight: try weight("conv", channels),
            bias: try weight("conv-bias", channels),
            outProjection: channels.map { projection.gathered(columns: $0) } ?? projection)
    }
}
