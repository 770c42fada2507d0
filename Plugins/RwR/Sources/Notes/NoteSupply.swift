import SSMContext
import SSMTeacher
import Synchronization

/// The source of notes that a configuration names, opened when it is needed first.
final class NoteSupply: Sendable {
    private let configuration: RwRConfiguration
    private let opened = Mutex<(any NoteSource)?>(nil)

    init(_ configuration: RwRConfiguration) {
        self.configuration = configuration
    }

    /// The source.
    ///
    /// - Throws: `StrategyError` for a file of notes that cannot be used; `TeacherError` and what loading a model throws.
    func source() throws -> any NoteSource {
        try opened.withLock { opened in
            if let opened { return opened }
            let source = try make()
            opened = source
            return source
        }
    }

    private func make() throws -> any NoteSource {
        switch configuration.teacher {
        case .oracle: return MarkedNotes()
        case .notes(let path): return try RecordedNotes(contentsOf: path)
        case .asked(let model):
            var caches: [String: AnswerCache] = [:]
            let (asked, cache) = try model.connection(sharing: &caches)
            return AskedNotes(
                asked: asked, cache: cache, verifier: try verifier(sharing: &caches),
                locator: try locator(sharing: &caches), texts: configuration.texts)
        }
    }

    private func verifier(sharing caches: inout [String: AnswerCache]) throws -> (any NoteVerifier)? {
        switch configuration.verifier {
        case .rule(.none): return nil
        case .rule(.contains): return ContainmentVerifier()
        case .asked(let model):
            return TeacherVerifier(asking: try model.connection(sharing: &caches).asked)
        }
    }

    private func locator(sharing caches: inout [String: AnswerCache]) throws -> (any EvidenceLocator)? {
        switch configuration.locator {
        case .rule(.marked): return nil
        case .rule(.contains): return ContainmentLocator()
        case .asked(let model):
            return TeacherLocator(asking: try model.connection(sharing: &caches).asked)
        }
    }
}
