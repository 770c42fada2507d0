import Foundation
import SSMContext
import SSMStore
import SSMTensor

/// A line of a file of prepared examples.
struct PreparedRow {
    /// What to try when a file is another one.
    static let hint = "one training example a line is expected, as 'ssmlab prepare' writes them"

    /// The example.
    let example: TrainingExample
    /// What is kept of it in memory.
    let entry: InstructionEntry
    /// What the line is called in messages.
    let place: String

    /// Reads a line.
    ///
    /// - Throws: `InstructionError.row`.
    init(_ record: FileRecord, path: String) throws(InstructionError) {
        place = "\(path):\(record.number)"
        do {
            example = try JSONDecoder().decode(TrainingExample.self, from: Data(record.bytes))
        } catch {
            throw .row(place: place, reason: "it is no prepared example; \(Self.hint)")
        }
        // Examples of one prompt are held out together, whatever they answer.
        let prompt = example.pieces.prefix { $0.role != .target && $0.label == nil }.map(\.text).joined()
        entry = InstructionEntry(
            file: 0, row: Int32(record.number), offset: record.offset, length: Int32(record.bytes.count),
            fingerprint: RandomKey(seed: 0).folding(prompt).bits)
    }
}
