import Foundation
import SSMText

/// What the tests of SSMText do in a process of its own, whose peak memory is theirs alone.
///
///     text-probe stream FILE MEGABYTES   encodes a text of so many millions of bytes, which it makes piece by piece
///
/// Prints the number of tokens and the greatest resident memory of the process in kB.
enum Probe {
    static func run(_ arguments: [String]) throws -> Int32 {
        guard arguments.count == 4, arguments[1] == "stream", let megabytes = Int(arguments[3]), megabytes > 0 else {
            return 2
        }
        let json = try String(contentsOfFile: arguments[2], encoding: .utf8)
        print(try tokens(of: megabytes * 1_000_000, with: TokenizerFile.tokenizer(json: json)), try peak())
        return 0
    }

    private static func tokens(of bytes: Int, with tokenizer: any Tokenizer) throws -> Int {
        let words = ["The", " key", " is", "\n", " 日本語", ", ", "and", " 12345", " unbelievably", ".", " é", " (x)\n"]
        var encoder = StreamingEncoder(tokenizer)
        var (made, count) = (0, 0)
        var state: UInt64 = 1
        while made < bytes {
            var piece: [UInt8] = []
            while piece.count < 10_000 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                piece.append(contentsOf: words[Int(state >> 33) % words.count].utf8)
            }
            count += try encoder.append(piece).count
            made += piece.count
        }
        return try count + encoder.finish().count
    }

    /// The greatest resident memory so far, in kB.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let peak = line.flatMap({ Int($0.filter(\.isNumber)) }) else { throw Failure.noMeasurement }
        return peak
    }

    private enum Failure: Error {
        case noMeasurement
    }
}

exit(try Probe.run(CommandLine.arguments))
