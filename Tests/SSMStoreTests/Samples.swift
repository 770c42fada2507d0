import Foundation
import SSMStore
import SSMTensor
import Testing

/// Small contents that tests store.
enum Samples {
    static let device = Device(workers: 1, poisoned: true)

    /// Tensors of all ranks in an order that is not alphabetical, with values that text formats lose.
    static func checkpoint() -> Checkpoint {
        var tensors = ParameterTree()
        let key = RandomKey(seed: 5)
        let shapes: KeyValuePairs = [
            "model/z.weight": [3, 5], "model/a.bias": [7], "optimizer/m/model/z.weight": [2, 1, 4], "scale": [],
            "none": [0, 6], "strategies/x/y": [1, 2, 1, 2],
        ]
        for (name, shape) in shapes {
            tensors[name] = .normal(shape, scale: 1, key: key.folding(name), on: device)
        }
        tensors["model/odd"] = Tensor([.nan, -.infinity, -0.0, .leastNonzeroMagnitude], shape: [4], on: device)
        return Checkpoint(
            tensors: tensors,
            texts: ["configuration": "{\"width\": 16}", "tokenizer": "é e\u{301} 日本 😀\n", "empty": ""],
            attributes: ["seed": .integer(-3), "rate": .number(1e-50), "note": .text("ü"), "tied": .flag(true)])
    }

    /// Compares two checkpoints to the last bit.
    static func expectSame(
        _ found: Checkpoint, _ expected: Checkpoint, _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(found.tensors.names == expected.tensors.names, sourceLocation: place)
        #expect(found.texts == expected.texts, sourceLocation: place)
        #expect(found.attributes == expected.attributes, sourceLocation: place)
        for (name, tensor) in expected.tensors {
            #expect(found.tensors[name]?.shape == tensor.shape, "\(name)", sourceLocation: place)
            let bits = found.tensors[name]?.values.map(\.bitPattern)
            #expect(bits == tensor.values.map(\.bitPattern), "\(name)", sourceLocation: place)
        }
    }
}
