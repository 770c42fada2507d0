import Foundation
import SSMStore
import SSMTensor

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

    /// An export of tensors of a megabyte each.
    static func export(to folder: URL, megabytes: Int, shardBytes: Int) throws(StoreError) {
        var tensors = ParameterTree()
        let device = Device(workers: 1)
        for index in 0..<megabytes { tensors["\(index)"] = .filled(with: 1, shape: [1 << 18], on: device) }
        try SafetensorsWriter.write(tensors, toFolder: folder, base: "model", shardBytes: shardBytes)
    }

    /// What the tensors of a safetensors file take, in kB: the growth of the resident memory when they are made, and
    /// after all elements were looked at; and the growth of the part of it that is not of a file.
    static func map(_ url: URL) throws(StoreError) -> String {
        let device = Device(workers: 1)
        let before = (resident("VmRSS"), resident("RssAnon"))
        let file = try SafetensorsFile(contentsOf: url)
        var tensors: [Tensor] = []
        for name in file.names { tensors.append(try file.tensor(name, on: device)) }
        let made = resident("VmRSS")
        let sum = tensors.reduce(0) { $0 + $1.withSpan { span in span.indices.reduce(0) { $0 + span[$1] } } }
        precondition(sum != 0, "the elements are not zero")
        return "\(made - before.0) \(resident("VmRSS") - before.0) \(resident("RssAnon") - before.1)"
    }

    /// A line of the process's status, in kB.
    private static func resident(_ key: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
