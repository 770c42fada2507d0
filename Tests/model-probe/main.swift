import Foundation
import SSMModel
import SSMTensor

/// What the tests of SSMModel do in a process of its own, whose peak memory is theirs alone.
///
///     model-probe prefill TOKENS   reads TOKENS tokens with a small model, for its state and the last logits
///
/// Prints the greatest resident memory of the process in kB.
enum Probe {
    static func run(_ arguments: [String]) throws -> Int32 {
        guard arguments.count == 3, arguments[1] == "prefill", let tokens = Int(arguments[2]), tokens > 0 else {
            return 2
        }
        try prefill(tokens)
        print(try peak())
        return 0
    }

    private static func prefill(_ count: Int) throws {
        let configuration = ModelConfiguration(vocabularySize: 32, width: 16, layers: 2, state: 8)
        let model = try LanguageModel(randomly: configuration, key: RandomKey(seed: 1), on: Device(workers: 2))
        let tokens = (0..<count).map { TokenID($0 % 29) }
        let result = try model.forward(
            ForwardRequest(
                stream: TokenStream([tokens]),
                sequences: [
                    SequenceInfo(id: "long", promptLength: count, totalLength: count, key: RandomKey(seed: 2))
                ],
                outputs: ForwardOutputs(state: true, logits: .at(RowNames([[Int32(count - 1)]])))), meter: CostMeter())
        guard let state = result.state, let logits = result.logits, state.positions == [Int32(count)],
            logits.values.rows == 1, (logits.values.values + state.layers[1].scan.values).allSatisfy(\.isFinite)
        else { throw Failure.wrongResult }
    }

    /// The greatest resident memory so far, in kB.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let peak = line.flatMap({ Int($0.filter(\.isNumber)) }) else { throw Failure.noMeasurement }
        return peak
    }

    private enum Failure: Error {
        case wrongResult, noMeasurement
    }
}

exit(try Probe.run(CommandLine.arguments))
