import Foundation
import SSMTensor

/// Feeds a reader with changed copies of a file, in a process of its own, which may crash, hang or fill the memory.
///
///     mutation-probe KIND SEEDFILE COUNT SEED
///
/// KIND is `safetensors`, `index`, `config` or `tokenizer`. The file itself is read first, then COUNT mutants of it.
/// Prints one line of JSON: how many inputs the reader took (`accepted`) and refused with an error of its own
/// (`refused`), whether it took the file itself (`seedAccepted`), the longest time for one input in milliseconds
/// (`slowest`), and how many kB the greatest resident memory grew beyond what the process had before (`growth`).
///
/// Exit status: 0, 2 for wrong arguments, 3 when an input led to an error that is not the reader's own, SIGALRM when
/// one input took longer than `limit` seconds.
enum Probe {
    /// Seconds that one input may take.
    private static let limit: UInt32 = 10

    private struct Report: Encodable {
        var accepted = 0
        var refused = 0
        var seedAccepted = false
        var slowest = 0.0
        var growth = 0
    }

    static func run(_ arguments: [String]) throws -> Int32 {
        guard arguments.count == 5, let count = Int(arguments[3]), count >= 0, let seed = UInt64(arguments[4]),
            let target = try target(arguments[1], URL(fileURLWithPath: arguments[2]))
        else { return 2 }
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
        let before = try peak()
        var report = Report()
        report.seedAccepted = try feed(whole, to: target, &report)
        let key = RandomKey(seed: seed)
        for number in 0..<count {
            var generator = key.folding(number).generator
            let input = target.mutant(using: &generator)
            do {
                _ = try feed(input, to: target, &report)
            } catch {
                print("input \(number) of seed \(seed): \(error)")
                return 3
            }
        }
        report.growth = try peak() - before
        print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
        return 0
    }

    private static func target(_ kind: String, _ url: URL) throws -> (any MutationTarget)? {
        switch kind {
        case "safetensors": try SafetensorsTarget(url)
        case "index": try IndexTarget(url)
        case "config": try ConfigurationTarget(url)
        case "tokenizer": try TokenizerTarget(url)
        default: nil
        }
    }

    private static func feed(
        _ input: [UInt8], to target: some MutationTarget, _ report: inout Report
    ) throws -> Bool {
        let clock = ContinuousClock()
        let start = clock.now
        alarm(limit)
        let isAccepted = try target.accepts(input)
        alarm(0)
        report.slowest = max(report.slowest, (clock.now - start) / .milliseconds(1))
        if isAccepted { report.accepted += 1 } else { report.refused += 1 }
        return isAccepted
    }

    /// The greatest resident memory so far, in kB.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let peak = line.flatMap({ Int($0.filter(\.isNumber)) }) else { throw CocoaError(.fileReadUnknown) }
        return peak
    }
}

exit(try Probe.run(CommandLine.arguments))
