import Foundation
import SSMStore
import Synchronization

/// The records of a LongMemEval file and the prompts for them, opened when they are needed first.
///
/// In memory are the names and places of the records; the file stays open.
final class LongMemEvalFile: Sendable {
    private let configuration: LongMemEvalConfiguration
    private let opened = Mutex<Content?>(nil)

    /// What is known of a file that was looked through.
    struct Content: Sendable {
        fileprivate let file: InputFile
        fileprivate let places: [Range<Int>]
        fileprivate let indices: [String: Int]
        /// The prompts of the user's checkout; nil without one.
        let templates: LongMemEvalTemplates?
        /// The SHA-256 of the file.
        let digest: String

        /// How many records there are.
        var count: Int { places.count }

        /// The index of a record's name.
        func index(of id: String) -> Int? { indices[id] }
    }

    init(_ configuration: LongMemEvalConfiguration) {
        self.configuration = configuration
    }

    /// The content, looked through once.
    ///
    /// - Throws: `TaskError.file`.
    func content() throws(TaskError) -> Content {
        try opened.withLock { opened throws(TaskError) in
            if let opened { return opened }
            do {
                let content = try read()
                opened = content
                return content
            } catch {
                throw .file(task: LongMemEvalTask.name, problem: "\(error)")
            }
        }
    }

    private func read() throws -> Content {
        let templates = try configuration.templates.map {
            try LongMemEvalTemplates(checkout: URL(fileURLWithPath: $0))
        }
        let file = try InputFile(path: configuration.file)
        var reader = LongMemEvalReader(file)
        var places: [Range<Int>] = []
        var indices: [String: Int] = [:]
        while let record = try reader.next() {
            indices[record.id] = places.count
            places.append(reader.place)
        }
        return Content(
            file: file, places: places, indices: indices, templates: templates,
            digest: try file.digest(from: 0).hexadecimal)
    }

    /// The record of an index.
    ///
    /// - Throws: `TaskError.file` for one that the file does not have, or has no more.
    func record(_ index: Int) throws(TaskError) -> LongMemEvalRecord {
        let content = try content()
        guard content.places.indices.contains(index) else {
            throw .file(
                task: LongMemEvalTask.name,
                problem:
                    "\(content.file.path) has \(content.count) questions; let 'samples' be at most so many")
        }
        do {
            let place = content.places[index]
            let record = FileRecord(
                bytes: try content.file.bytes(place), offset: place.lowerBound, number: index + 1)
            return try LongMemEvalRecord(record, path: content.file.path)
        } catch {
            throw .file(task: LongMemEvalTask.name, problem: "\(error)")
        }
    }
}
