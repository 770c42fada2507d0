import Foundation
import SSMStore
import SSMTensor

/// What the tests of SSMStore do in a process of its own: it may be killed, run out of disk or crash.
///
///     store-probe write <path> <megabytes>     writes one checkpoint; SIGXFSZ is ignored, as a full disk has no signal
///     store-probe repeat <folder> <megabytes>  saves checkpoints of rising steps until it is killed
///     store-probe check <path>                 checks a file of another program
enum Probe {
    static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count >= 3 else { return 2 }
        signal(SIGXFSZ, SIG_IGN)
        let url = URL(fileURLWithPath: arguments[2])
        let megabytes = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1
        do throws(StoreError) {
            switch arguments[1] {
            case "write":
                try checkpoint(step: 1, megabytes: megabytes).write(to: url)
            case "repeat":
                for step in 1... {
                    try CheckpointFolder(url).save(checkpoint(step: step, megabytes: megabytes), step: step)
                    print("saved \(step)")
                    fflush(nil)
                }
            case "dump":
                try dump(to: url, megabytes: megabytes)
            case "check":
                try ForeignFileChecker.check(url)
            default:
                return 2
            }
        } catch {
            print(error)
            return error.isDiskFailure ? 5 : 4
        }
        return 0
    }

    /// A checkpoint whose every value tells its step.
    private static func checkpoint(step: Int, megabytes: Int) -> Checkpoint {
        let values = [Float](repeating: Float(step), count: megabytes << 18)
        var tensors = ParameterTree()
        tensors["model/weight"] = Tensor(values, shape: [values.count], on: Device(workers: 1))
        return Checkpoint(tensors: tensors, texts: ["progress": "{\"step\": \(step)}"])
    }

    /// A streamed file of numbers that do not compress.
    private static func dump(to url: URL, megabytes: Int) throws(StoreError) {
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

exit(Probe.run(CommandLine.arguments))
