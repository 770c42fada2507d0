public import Foundation
import Synchronization

/// The answers that teachers have given, and what verifiers said of them, in one file.
///
/// The file only grows, a checksummed line of JSON a record, and an answer is on the disk before anybody sees it. This is
/// all that answers need, which are looked up by their key and never changed: a database would add minutes to the first
/// build and a system library, and its file could be neither read nor searched with a pager. What a killed process leaves
/// behind is a torn last line, which opening cuts off. A line that is damaged otherwise counts as not there. One process
/// holds the file at a time; in it, any number of tasks use it together.
///
/// - Complexity: opening reads the whole file; after that the places of answers are in memory, not the answers.
public final class AnswerCache: Sendable {
    /// Where the file is.
    public let url: URL

    /// What was wrong with the file when it was opened.
    public let repair: CacheRepair

    private let state: Mutex<State>

    private struct State: ~Copyable {
        var file: GrowingFile
        var content: CacheContent
    }

    /// Opens the cache in a file, making it when it is not there.
    ///
    /// - Throws: `TeacherError.cacheUnusable`: another process has it open, it is another file, or the system refuses.
    public init(_ url: URL) throws(TeacherError) {
        var file = try GrowingFile(url)
        let found = file.size
        let content = try CacheContent(reading: url.path, size: found)
        try file.cut(to: content.wholeSize ?? 0)
        repair = CacheRepair(tornBytes: found - file.size, damagedLines: content.damagedLines)
        if content.wholeSize == nil { _ = try file.append(Array(CacheContent.header.utf8)) }
        self.url = url
        state = Mutex(State(file: file, content: content))
    }

    /// Number of answers.
    public var count: Int {
        state.withLock { $0.content.answers.count }
    }

    /// The answer to a request; nil where there is none.
    ///
    /// - Throws: `TeacherError.cacheUnusable` when the answer was there and has changed since, or cannot be read.
    public func answer(to request: TeacherRequest) throws(TeacherError) -> TeacherAnswer? {
        let key = request.key
        let line = try state.withLock { state throws(TeacherError) in
            try state.content.answers[key].map { place throws(TeacherError) in try state.file.bytes(place) }
        }
        guard let line else { return nil }
        guard let record = CacheRecord(line: line.dropLast()), record.key == key,
            let kept = try? JSONDecoder().decode(CachedAnswer.self, from: Data(record.content))
        else {
            throw .cacheUnusable(
                path: url.relativePath, reason: "entry \(key) was changed while the cache was open; open it again")
        }
        return kept.answer
    }

    /// Keeps an answer; it is on the disk when this returns. An answer that is there already stays.
    ///
    /// - Throws: `TeacherError.cacheUnusable`; the cache then takes nothing more, and keeps what it has.
    public func keep(_ answer: TeacherAnswer, to request: TeacherRequest) throws(TeacherError) {
        let key = request.key
        let record = CacheRecord(
            key: key, kind: .answer, content: Self.json(CachedAnswer(request: request, answer: answer)))
        try state.withLock { state throws(TeacherError) in
            guard state.content.answers[key] == nil else { return }
            state.content.add(record, at: try state.file.append(record.line))
        }
    }

    /// Keeps what a verifier said of the answer to a request; what is kept already is not repeated.
    ///
    /// - Throws: `TeacherError.cacheUnusable`, as for an answer.
    public func keep(_ verdict: KeptVerdict, on request: TeacherRequest) throws(TeacherError) {
        let record = CacheRecord(key: request.key, kind: .verdict, content: Self.json(verdict))
        try state.withLock { state throws(TeacherError) in
            guard state.content.verdicts[record.key]?.contains(record.content) != true else { return }
            state.content.add(record, at: try state.file.append(record.line))
        }
    }

    /// What verifiers said of the answer to a request, in order.
    public func verdicts(on request: TeacherRequest) -> [KeptVerdict] {
        let key = request.key
        let contents = state.withLock { $0.content.verdicts[key] ?? [] }
        return contents.compactMap { try? JSONDecoder().decode(KeptVerdict.self, from: Data($0)) }
    }

    /// Checks that an answer could be kept, before it is paid for.
    ///
    /// - Throws: `TeacherError.cacheUnusable`, what the last attempt to keep something threw.
    func checkWritable() throws(TeacherError) {
        if let failure = state.withLock({ $0.file.failure }) { throw failure }
    }

    private static func json(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            // JSON lacks only numbers that are not finite, and records have none.
            preconditionFailure("a record has no JSON: \(error)")
        }
    }
}
