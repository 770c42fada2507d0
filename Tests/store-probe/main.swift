import Foundation
import SSMStore

/// What the tests of SSMStore do in a process of its own, which may be killed, run out of disk or crash.
///
///     store-probe write PATH MEGABYTES [LIMIT]  writes a checkpoint; no file may grow beyond LIMIT bytes
///     store-probe dump PATH MEGABYTES [LIMIT]   streams rows into a file
///     store-probe write-safetensors FOLDER MEGABYTES [LIMIT]  writes one safetensors file
///     store-probe write-shards FOLDER MEGABYTES [LIMIT]       writes safetensors files of 2 MB and their index
///     store-probe map PATH                      makes the tensors of a safetensors file; see `ProbeContent.map`
///     store-probe repeat FOLDER MEGABYTES       saves checkpoints of rising steps until it is killed
///     store-probe check PATH                    checks a file of another program
///     store-probe make KIND PATH                makes a file that HDF5Writer would not write
///
/// Exit status: 0, 2 for wrong arguments, 4 for a fault of the data, 5 for a fault of the disk.
enum Probe {
    static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count >= 3 else { return 2 }
        let size = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0
        if arguments.count > 4, let limit = UInt(arguments[4]) { limitFiles(to: limit) }
        let url = URL(fileURLWithPath: arguments[2])
        do throws(StoreError) {
            switch arguments[1] {
            case "write": try ProbeContent.checkpoint(step: 1, megabytes: size).write(to: url)
            case "dump": try ProbeContent.dump(to: url, megabytes: size)
            case "write-safetensors": try ProbeContent.export(to: url, megabytes: size, shardBytes: .max)
            case "write-shards": try ProbeContent.export(to: url, megabytes: size, shardBytes: 2 << 20)
            case "map": print(try ProbeContent.map(url))
            case "repeat": try save(in: CheckpointFolder(url), megabytes: size)
            case "check": try ForeignFileChecker.check(url)
            case "make" where arguments.count > 3:
                guard let file = HandmadeFile(rawValue: arguments[2]) else { return 2 }
                return file.make(at: arguments[3]) ? 0 : 5
            default: return 2
            }
        } catch {
            print(error)
            return error.isDiskFailure ? 5 : 4
        }
        return 0
    }

    private static func save(in folder: CheckpointFolder, megabytes: Int) throws(StoreError) {
        for step in 1... {
            try folder.save(ProbeContent.checkpoint(step: step, megabytes: megabytes), step: step)
            print("saved \(step)")
            fflush(nil)
        }
    }

    /// Makes writing beyond a size fail as on a full disk.
    private static func limitFiles(to bytes: UInt) {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
}

exit(Probe.run(CommandLine.arguments))
