package import SSMStore
package import SSMTensor

extension RecordedScan {
    /// Rows that are read at a time where only some of their channels are kept.
    private static let slab = 2048

    /// The layers whose scan inputs a file of a dump has, increasing.
    package static func layers(in dump: HDF5Reader) -> [Int] {
        let groups = Set(dump.names)
        return groups.compactMap { name in
            let parts = name.split(separator: "/")
            guard parts.count == 2, parts[0] == "x", let layer = Int(parts[1]) else { return nil }
            return groups.contains("step/\(layer)") ? layer : nil
        }.sorted()
    }

    /// Channels of a layer in a file of a dump.
    ///
    /// - Throws: `StoreError` for a layer that it lacks.
    package static func channelCount(ofLayer layer: Int, in dump: HDF5Reader) throws(StoreError) -> Int {
        try dump.entry("x/\(layer)").shape.last ?? 0
    }

    /// Reads a layer from a file of a dump.
    ///
    /// What stands around the scan is read when the file has it.
    ///
    /// - Parameter channels: numbers of the channels to read, increasing; nil: all.
    /// - Throws: `MapError.noSuchLayer`, `noSuchChannel`, `doesNotFit`; `StoreError` for what is missing or damaged.
    package init(ofLayer layer: Int, in dump: HDF5Reader, channels: [Int]? = nil, on device: Device) throws {
        let recorded = Self.layers(in: dump)
        guard recorded.contains(layer) else { throw MapError.noSuchLayer(layer, recorded: recorded) }
        let count = try Self.channelCount(ofLayer: layer, in: dump)
        let chosen = channels ?? Array(0..<count)
        if let missing = chosen.first(where: { $0 >= count }) {
            throw MapError.noSuchChannel(missing, layer: layer, count: count)
        }
        let part = DumpedLayer(dump: dump, layer: layer, channels: channels, device: device)
        let positions = try dump.integers("x/\(layer)-position").map { Int32($0) }
        let tokens = try dump.integers("x/\(layer)-token").map { TokenID($0) }
        let operands = Operands(
            x: try part.rows("x"), steps: try part.rows("step"), b: try dump.floats("b/\(layer)", on: device),
            c: try dump.floats("c/\(layer)", on: device), a: try part.weight("a"), skip: try part.weight("d"))
        let surroundings = try part.surroundings()
        guard Self.fits(operands, channels: chosen.count, rows: positions.count, tokens: tokens.count, surroundings)
        else { throw MapError.doesNotFit(layer: layer, path: dump.path) }
        self.init(
            layer: layer, channels: chosen, x: operands.x, steps: operands.steps, b: operands.b, c: operands.c,
            a: operands.a, skip: operands.skip, positions: positions, tokens: tokens, surroundings: surroundings)
    }

    /// One layer of a file of a dump.
    private struct DumpedLayer {
        let dump: HDF5Reader
        let layer: Int
        let channels: [Int]?
        let device: Device

        /// The chosen channels of a site's rows: (T, S).
        func rows(_ site: String) throws(StoreError) -> Tensor {
            let name = "\(site)/\(layer)"
            guard let channels else { return try dump.floats(name, on: device) }
            var parts: [Tensor] = []
            let count = try dump.entry(name).rows
            for start in stride(from: 0, to: max(count, 1), by: slab) {
                let rows = start..<min(start + slab, count)
                parts.append(try dump.floats(name, rows: rows, on: device).gathered(columns: channels))
            }
            return .concatenating(parts)
        }

        /// The chosen channels of a weight whose first axis is theirs.
        func weight(_ name: String) throws(StoreError) -> Tensor {
            let whole = try dump.floats("weights/\(layer)/\(name)", on: device)
            guard let channels else { return whole }
            return whole.gathered(rows: channels)
        }

        /// What stands around the scan; nil when a part of it is missing.
        func surroundings() throws(StoreError) -> Surroundings? {
            let names = Set(dump.names)
            let needed =
                ["gate/\(layer)", "conv-input/\(layer)"]
                + ["conv", "conv-bias", "out-projection"].map { "weights/\(layer)/\($0)" }
            guard names.isSuperset(of: needed) else { return nil }
            let convolution = try weight("conv")
            let projection = try dump.floats("weights/\(layer)/out-projection", on: device)
            return Surroundings(
                gate: try rows("gate"), input: try rows("conv-input"),
                inputPositions: try dump.integers("conv-input/\(layer)-position").map { Int32($0) },
                weight: convolution.reshaped([convolution.rows, convolution.columns]), bias: try weight("conv-bias"),
                outProjection: channels.map { projection.gathered(columns: $0) } ?? projection)
        }
    }
}
