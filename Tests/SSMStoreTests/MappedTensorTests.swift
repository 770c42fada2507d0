import Foundation
import SSMStore
import SSMTensor
import Testing

struct MappedTensorTests {
    private let device = Device(workers: 2, poisoned: true)
    private let folder: TemporaryFolder
    private let url: URL
    private let weights: Tensor

    init() throws {
        folder = try TemporaryFolder()
        url = folder.file("model.safetensors")
        weights = .normal([37, 100], scale: 1, key: RandomKey(seed: 4), on: device)
        var tensors = ParameterTree()
        tensors["w"] = weights
        tensors["bias"] = .filled(with: 2, shape: [3], on: device)
        try SafetensorsWriter.write(tensors, to: url)
    }

    private func read() throws -> Tensor {
        try SafetensorsFile(contentsOf: url).tensor("w", on: device)
    }

    @Test
    func `a mapped tensor is no memory of the device and outlives file and name`() throws {
        let before = device.bytesInUse
        let mapped = try read()
        #expect(device.bytesInUse == before)
        unlink(url.path)
        #expect(mapped.values == weights.values)
        #expect(mapped.device === device)
        let rows = Tensor.normal([3, 100], scale: 1, key: RandomKey(seed: 6), on: device)
        #expect(rows.linear(mapped).values == rows.linear(weights).values)
    }

    @Test
    func `updates in place change neither the file nor other tensors of it`() throws {
        let bytes = try Data(contentsOf: url)
        let file = try SafetensorsFile(contentsOf: url)
        var parameter = try file.tensor("w", on: device)
        let other = try file.tensor("w", on: device)
        var expected = weights.moved(to: device)
        let gradient = Tensor.normal([37, 100], scale: 1, key: RandomKey(seed: 5), on: device)
        func update(_ parameter: inout Tensor) {
            var (mean, square) = (Tensor.zeros([37, 100], on: device), Tensor.zeros([37, 100], on: device))
            for step in 1...3 {
                let update = AdamWUpdate(
                    learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1, gradientScale: 1,
                    step: step)
                parameter.adamW(gradient: gradient, mean: &mean, meanSquare: &square, update)
            }
        }
        update(&parameter)
        update(&expected)
        #expect(parameter.values == expected.values)
        #expect(parameter.values != weights.values)
        #expect(other.values == weights.values)
        #expect(try file.tensor("w", on: device).values == weights.values)
        #expect(try Data(contentsOf: url) == bytes)
    }

    @Test
    func `sums over a tensor that nobody else holds leave the file alone`() throws {
        let sum = try read().adding(read())
        #expect(sum.values == weights.values.map { $0 + $0 })
        #expect(try weights.moved(to: device).adding(read()).values == sum.values)
        #expect(try read().values == weights.values)
    }

    @Test(arguments: [0, 1, 2, 3])
    func `values at any place of the file are read`(_ shift: Int) throws {
        // A tensor of bytes before the others moves them away from their boundaries.
        let halves: [UInt16] = (0..<40_000).map { UInt16(truncatingIfNeeded: $0 * 7919) }
        let floats: [Float] = [1.5, -.infinity, .leastNonzeroMagnitude]
        let data =
            [UInt8](repeating: 9, count: shift) + floats.withUnsafeBytes { Array($0) }
            + halves.withUnsafeBytes { Array($0) } + halves.withUnsafeBytes { Array($0) }
        var header = """
            {"pad":{"dtype":"U8","shape":[\(shift)],"data_offsets":[0,\(shift)]},
             "f32":{"dtype":"F32","shape":[3],"data_offsets":[\(shift),\(shift + 12)]},
             "f16":{"dtype":"F16","shape":[40000],"data_offsets":[\(shift + 12),\(shift + 80012)]},
             "bf16":{"dtype":"BF16","shape":[200,200],"data_offsets":[\(shift + 80012),\(shift + 160012)]}}
            """
        header += String(repeating: " ", count: 512 - 8 - header.utf8.count)
        let bytes = Data([0xF8, 1, 0, 0, 0, 0, 0, 0]) + Data(header.utf8) + Data(data)
        let file = try SafetensorsFile(contentsOf: folder.write(bytes, "shifted.safetensors"))
        let before = device.bytesInUse
        let direct = try file.tensor("f32", on: device)
        #expect((device.bytesInUse == before) == (shift == 0))
        #expect(direct.values == floats)
        let brain = try file.tensor("bf16", on: device)
        #expect(brain.shape == [200, 200])
        #expect(brain.values.map(\.bitPattern) == halves.map { UInt32($0) << 16 })
        let wide = try file.tensor("f16", on: device).values
        for (bits, value) in zip(halves, wide) {
            let expected = Float(Float16(bitPattern: bits))
            #expect(value == expected || (value.isNaN && expected.isNaN))
        }
    }

    @Test
    func `opening a file and making its tensors takes no memory for their values`() throws {
        var tensors = ParameterTree()
        for index in 0..<4 { tensors["\(index)"] = .filled(with: 1, shape: [16 << 18], on: device) }
        try SafetensorsWriter.write(tensors, to: folder.file("large.safetensors"))
        let run = try ProbeProcess("map", folder.file("large.safetensors").path)
        let growth = run.output.split(separator: " ").compactMap { Int($0.filter { $0 != "\n" }) }
        try #require(run.status == 0 && growth.count == 3, "\(run.output)")
        // 64 MB of values. Resident after opening; resident after looking at all; not of a file after looking at all.
        #expect(growth[0] < 4_000, "\(growth) kB")
        #expect(growth[1] > 60_000, "\(growth) kB")
        #expect(growth[2] < 4_000, "\(growth) kB")
    }
}
