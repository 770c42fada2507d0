package import SSMStore
package import SSMTensor

extension RecordedScan {
    /// The layers whose scan inputs a file of a dump has, increasing.
    package static func layers(in dump: HDF5Reader) -> [Int] {
        let names = Set(dump.names)
        return names.compactMap { name in
            let parts = name.split(separator: "/")
            guard parts.count == 2, parts[0] == "x", let layer = Int(parts[1]), name == "x/\(layer)",
                DumpedLayer.numbers.contains(layer)
            else { return nil }
            return names.contains("step/\(layer)") ? layer : nil
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
    /// - Throws: `MapError.noSuchLayer`, `noSuchChannel`, `unusable`; `StoreError` for what is missing or damaged.
    package init(ofLayer layer: Int, in dump: HDF5Reader, channels: [Int]? = nil, on device: Device) throws {
        let recorded = Self.layers(in: dump)
        guard recorded.contains(layer) else { throw MapError.noSuchLayer(layer, recorded: recorded) }
        let part = try DumpedLayer(layer, in: dump, on: device)
        if let missing = channels?.first(where: { $0 >= part.channelCount }) {
            throw MapError.noSuchChannel(missing, layer: layer, count: part.channelCount)
        }
        self.init(
            layer: layer, channels: channels ?? Array(0..<part.channelCount), x: try part.rows("x", channels),
            steps: try part.steps(channels), b: try part.rows("b", nil), c: try part.rows("c", nil),
            a: try part.rates(channels), skip: try part.weight("d", channels), positions: try part.positions(of: "x"),
            tokens: try part.tokens(), surroundings: try part.surroundings(channels))
    }
}
