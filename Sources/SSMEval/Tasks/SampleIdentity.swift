import Foundation
import SSMTensor

/// The names and random numbers of one sample.
///
/// A sample's numbers come from (seed, task, split, index), so that it can be made alone; its name tells also the
/// configuration, so that two settings of a task never share one.
struct SampleIdentity: Sendable {
    /// Name of the nested context: the same at all lengths and depths.
    let group: String

    /// The random numbers of the group.
    let key: RandomKey

    init(task: String, configuration: some Encodable, split: Split, index: Int, key: RandomKey) {
        let root = key.folding(task)
        let fingerprint = root.folding(Self.text(of: configuration)).bits
        let digits = String(fingerprint >> 32, radix: 16)
        let prefix = String(repeating: "0", count: 8 - digits.count) + digits
        group = "\(task)-\(prefix)-\(split.rawValue)-\(index)"
        self.key = root.folding(split.rawValue).folding(index)
    }

    /// The name of the sample at a length and depth.
    func id(length: Int, depth: Double?) -> String {
        "\(group)@\(length)" + (depth.map { "/\($0)" } ?? "")
    }

    private static func text(of configuration: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // A configuration is plain numbers, words and switches: there is nothing in it that cannot be encoded.
        guard let data = try? encoder.encode(configuration) else { preconditionFailure("a configuration is not JSON") }
        return String(decoding: data, as: UTF8.self)
    }
}
