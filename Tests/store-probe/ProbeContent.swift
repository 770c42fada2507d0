import SSMStore
import SSMTensor

import struct Foundation.URL

/// What the probe writes.
enum ProbeContent {
    /// A checkpoint whose every value tells its step.
    static func checkpoint(step: Int, megabytes: Int) -> Checkpoint {
        let values = [Float](repeating: Float(step), count: megabytes << 18)
        var tensors = ParameterTree()
        tensors["model/weight"] = Tensor(values, shape: [values.count], on: Device(workers: 1))
        return Checkpoint(tensors: tensors, texts: ["progress": "{\"step\": \(step)}"])
    }

    /// A streamed file of numbers that do not compress.
    static func dump(to url: URL, megabytes: Int) throws(StoreError) {
        let writer = try HDF5Writer(creating: url)
        try writer.createFloats("/logits/0", columns: 256)
        let device = Device(workers: 1)
        for slab in 0..<megabytes {
            let key = RandomKey(seed: UInt64(slab))
            try writer.append(Tensor.normal([1024, 256], scale: 1, key: key, on: device), to: "/logits/0")
        }
        try writer.finish()
    }
}
