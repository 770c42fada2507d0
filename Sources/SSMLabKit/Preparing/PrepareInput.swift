import ArgumentParser
import Foundation
import SSMContext
import SSMEval
import SSMStore
import SSMTrain

/// A file of samples, in one of several forms.
struct PrepareInput {
    /// What a file holds.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case samples, longmemeval, openorca
    }

    private static let answerTokens = 500

    let path: String
    let format: Format
    /// LongMemEval's own prompts; nil: a plain one.
    let templates: LongMemEvalTemplates?

    /// A file whose form is given, or told by its first record.
    ///
    /// - Throws: `StoreError` for a file that cannot be read.
    init(_ path: String, format: Format?, templates: LongMemEvalTemplates?) throws {
        self.path = path
        self.templates = templates
        self.format = try format ?? Self.format(of: path)
    }

    private static func format(of path: String) throws -> Format {
        let file = try InputFile(path: path)
        let head = String(decoding: try file.bytes(0..<min(file.size, 1 << 16)), as: UTF8.self)
        if head.first(where: { !$0.isWhitespace }) == "[" { return .longmemeval }
        let line = head.prefix { !$0.isNewline }
        return line.contains("\"response\"") && !line.contains("\"questions\"") ? .openorca : .samples
    }

    /// Reads the samples, so many at a time.
    ///
    /// - Parameter use: is given some samples, and the share of the file that is read by then.
    /// - Returns: what was left out, to be told; nil where everything was taken.
    /// - Throws: `InputError`, `StoreError`, `InstructionError`, `LongMemEvalError`, which name the file and the record;
    ///   what `use` throws.
    func read(batches size: Int, _ use: ([Sample], _ share: Double) async throws -> Void) async throws -> String? {
        var batch: [Sample] = []
        func take(_ sample: Sample, _ share: Double) async throws {
            batch.append(sample)
            guard batch.count == size else { return }
            try await use(batch, share)
            batch = []
        }
        var left: String?
        switch format {
        case .samples:
            let samples = try JSONLine.values(Sample.self, in: URL(fileURLWithPath: path))
            for (index, sample) in samples.enumerated() {
                try await take(sample, Double(index + 1) / Double(samples.count))
            }
        case .longmemeval:
            let layout = LongMemEvalLayout(format: .natural)
            let template = try templates?.direct ?? PromptTemplate(LongMemEvalTask.plainTemplate, path: path)
            let file = try InputFile(path: path)
            var reader = LongMemEvalReader(file)
            while let record = try reader.next() {
                try await take(
                    layout.sample(of: record, template: template, answerTokens: Self.answerTokens, length: 0),
                    reader.share)
            }
        case .openorca:
            let file = try InputFile(path: path)
            var data = BackgroundData(
                file, name: URL(fileURLWithPath: path).lastPathComponent, answerTokens: Self.answerTokens)
            while let sample = try data.next() {
                try await take(sample, Double(data.offset) / Double(max(1, file.size)))
            }
            left = Self.account(rows: data.rows, kept: data.kept, rules: data.rules)
        }
        if !batch.isEmpty { try await use(batch, 1) }
        return left
    }

    private static func account(rows: Int, kept: Int, rules: [BackgroundContext.Rule: Int]) -> String {
        let counts = BackgroundContext.Rule.allCases.map { "\($0.rawValue) \(rules[$0, default: 0])" }
        return "\(kept) of \(rows) rows have background context (rows that keep each rule: "
            + counts.joined(separator: ", ") + ")"
    }
}
