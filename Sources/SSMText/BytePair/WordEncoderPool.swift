import Synchronization

/// The word encoders of a tokenizer: calls from several threads have one each, and one is used again.
final class WordEncoderPool: Sendable {
    /// More are not kept, so that the memory of many threads is given back.
    private static let greatestCount = 8

    private let model: BytePairModel
    private let free = Mutex<[WordEncoder]>([])

    init(_ model: BytePairModel) {
        self.model = model
    }

    /// Calls `body` with an encoder that nobody else has.
    func withEncoder<R, E>(_ body: (WordEncoder) throws(E) -> R) throws(E) -> R {
        let encoder = free.withLock { $0.popLast() } ?? WordEncoder(model)
        defer {
            free.withLock { if $0.count < Self.greatestCount { $0.append(encoder) } }
        }
        return try body(encoder)
    }
}
