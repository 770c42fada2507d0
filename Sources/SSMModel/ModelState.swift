public import Foundation
import SSMStore
public import SSMTensor

/// What the model remembers of each sequence after the rows it has read.
public struct ModelState: Sendable {
    /// The state of one layer.
    public struct Layer: Sendable {
        /// The last rows that entered the convolution: (S, K - 1, E).
        public var convolution: Tensor
        /// The state of the scan: (S, E, N).
        public var scan: Tensor

        /// A layer's state from its two tensors.
        public init(convolution: Tensor, scan: Tensor) {
            self.convolution = convolution
            self.scan = scan
        }
    }

    /// One entry a layer.
    public var layers: [Layer]
    /// Position of the next row of each sequence: (S).
    public var positions: [Int32]

    /// A state made by hand, as state passing does.
    public init(layers: [Layer], positions: [Int32]) {
        self.layers = layers
        self.positions = positions
    }

    /// Number of sequences, S.
    public var count: Int { positions.count }

    /// The states of these sequences, in this order; one may be taken several times.
    public func gathered(_ sequences: [Int]) -> ModelState {
        ModelState(
            layers: layers.map {
                Layer(
                    convolution: $0.convolution.gathered(rows: sequences), scan: $0.scan.gathered(rows: sequences))
            },
            positions: sequences.map { positions[$0] })
    }

    /// The states of several, in order.
    ///
    /// - Precondition: there is at least one, and all are of one model.
    public static func joined(_ states: [ModelState]) -> ModelState {
        guard let first = states.first else { preconditionFailure("joined: no states") }
        return ModelState(
            layers: first.layers.indices.map { index in
                Layer(
                    convolution: .concatenating(states.map(\.layers[index].convolution)),
                    scan: .concatenating(states.map(\.layers[index].scan)))
            },
            positions: states.flatMap(\.positions))
    }

    /// The same values without the graph that they came from.
    public var detached: ModelState {
        ModelState(
            layers: layers.map { Layer(convolution: $0.convolution.detached, scan: $0.scan.detached) },
            positions: positions)
    }

    /// Saves the state as an HDF5 file.
    ///
    /// - Throws: an error that names the file when it cannot be written.
    public func write(to url: URL) throws {
        var tensors = ParameterTree()
        for (index, layer) in layers.enumerated() {
            tensors["state/convolution/\(index)"] = layer.convolution
            tensors["state/scan/\(index)"] = layer.scan
        }
        let positions = self.positions.map(String.init).joined(separator: " ")
        try Checkpoint(tensors: tensors, texts: ["positions": positions]).write(to: url)
    }

    /// Restores a saved state.
    ///
    /// - Throws: an error that names the file when it is damaged or holds something else.
    public init(contentsOf url: URL, on device: Device) throws {
        let file = try Checkpoint(contentsOf: url, on: device)
        let fields = (file.texts["positions"] ?? "").split(separator: " ")
        positions = fields.compactMap { Int32($0) }
        layers = []
        while let convolution = file.tensors["state/convolution/\(layers.count)"],
            let scan = file.tensors["state/scan/\(layers.count)"]
        {
            layers.append(Layer(convolution: convolution, scan: scan))
        }
        let isWhole =
            positions.count == fields.count && !layers.isEmpty && 2 * layers.count == file.tensors.count
            && layers.allSatisfy {
                $0.convolution.rank == 3 && $0.scan.rank == 3 && $0.convolution.rows == count && $0.scan.rows == count
            }
        guard isWhole else { throw ModelError.notAState(url) }
    }
}
