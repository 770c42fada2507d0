import Foundation
import Synchronization

/// A cache of memory blocks, so that the passes of a training run reuse the pages of the pass before.
///
/// Blocks come in classes of size, four to each doubling. What the pool holds beyond the blocks in use is bounded: it
/// keeps the footprint within the greatest use of late, or within `quietLimit`.
final class MemoryPool: Sendable {
    private struct State {
        var free: [Int: [Block]] = [:]
        var blockBytesInUse = 0
        var blockBytesCached = 0
        /// The greatest use in this window of releases, and in the one before.
        var windowPeak = 0
        var lastWindowPeak = 0
        var releases = 0
        var bytesInUse = 0
        var peakBytes = 0

        var limit: Int { max(windowPeak, lastWindowPeak, MemoryPool.quietLimit) }
    }

    private static let quietLimit = 256 << 20
    /// Releases after which a window ends: many more than one training step has.
    private static let windowReleases = 1 << 15
    private let state = Mutex(State())

    deinit {
        state.withLock { state in
            for block in state.free.values.joined() { block.deallocate() }
        }
    }

    /// Bytes that tensors asked for and still hold.
    var bytesInUse: Int { state.withLock { $0.bytesInUse } }

    /// The greatest `bytesInUse` since the last reset.
    var peakBytes: Int { state.withLock { $0.peakBytes } }

    /// Bytes of the blocks that wait for the next tensor.
    var bytesCached: Int { state.withLock { $0.blockBytesCached } }

    func resetPeak() {
        state.withLock { $0.peakBytes = $0.bytesInUse }
    }

    /// A block of at least this many bytes, of undefined content.
    func allocate(_ bytes: Int) -> Block {
        let size = MemoryPool.blockSize(for: bytes)
        let reused = state.withLock { state -> Block? in
            state.bytesInUse += bytes
            state.peakBytes = max(state.peakBytes, state.bytesInUse)
            state.blockBytesInUse += size
            state.windowPeak = max(state.windowPeak, state.blockBytesInUse)
            if let block = state.free[size]?.popLast() {
                state.blockBytesCached -= size
                return block
            }
            MemoryPool.trim(&state)
            return nil
        }
        return reused ?? Block(size: size)
    }

    /// Takes back a block that `allocate(bytes)` gave.
    func release(_ block: Block, bytes: Int) {
        state.withLock { state in
            state.bytesInUse -= bytes
            state.blockBytesInUse -= block.size
            state.releases += 1
            if state.releases % MemoryPool.windowReleases == 0 {
                state.lastWindowPeak = state.windowPeak
                state.windowPeak = state.blockBytesInUse
            }
            state.free[block.size, default: []].append(block)
            state.blockBytesCached += block.size
            MemoryPool.trim(&state)
        }
    }

    /// Frees cached blocks, the largest first, until the footprint is within the limit.
    private static func trim(_ state: inout State) {
        while state.blockBytesInUse + state.blockBytesCached > state.limit, state.blockBytesCached > 0 {
            guard let size = state.free.filter({ !$0.value.isEmpty }).keys.max() else { return }
            while state.blockBytesInUse + state.blockBytesCached > state.limit,
                let block = state.free[size]?.popLast()
            {
                state.blockBytesCached -= size
                block.deallocate()
            }
        }
    }

    /// The class of a size: a power of two times 4, 5, 6 or 7 quarters, at least 64.
    static func blockSize(for bytes: Int) -> Int {
        guard bytes > 64 else { return 64 }
        let power = 1 << (Int.bitWidth - 1 - bytes.leadingZeroBitCount)
        let quarter = max(power / 4, 64)
        return (bytes + quarter - 1) / quarter * quarter
    }
}
