import Dispatch
import SSMStore
import Synchronization
import Testing

struct BackgroundWorkTests {
    private struct Fault: Error, Equatable {}

    @Test
    func `work is done in order, and all of it`() throws {
        let done = Mutex<[Int]>([])
        let work = BackgroundWork(limit: 10)
        for number in 0..<1000 {
            try work.submit(bytes: number % 7) { done.withLock { $0.append(number) } }
        }
        try work.finish()
        #expect(done.withLock { $0 } == Array(0..<1000))
    }

    @Test
    func `no more bytes wait than may, and a larger piece goes alone`() throws {
        let waiting = Atomic<Int>(0)
        let most = Mutex(0)
        let work = BackgroundWork(limit: 10)
        for bytes in [4, 4, 4, 25, 1, 9, 10, 3] + Array(repeating: 4, count: 200) {
            try work.submit(bytes: bytes) { waiting.subtract(bytes, ordering: .relaxed) }
            let now = waiting.add(bytes, ordering: .relaxed).newValue
            most.withLock { $0 = max($0, now) }
        }
        try work.finish()
        #expect(most.withLock { $0 } <= 25)
        #expect(waiting.load(ordering: .relaxed) == 0)
    }

    @Test
    func `a source that is ahead is held until there is room`() throws {
        let (gate, start, end) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let events = Mutex<[String]>([])
        let work = BackgroundWork(limit: 10)
        try work.submit(bytes: 8) {
            gate.wait()
            events.withLock { $0.append("first is done") }
        }
        DispatchQueue.global().async {
            start.signal()
            try? work.submit(bytes: 8) {}
            events.withLock { $0.append("second is in") }
            end.signal()
        }
        start.wait()
        gate.signal()
        end.wait()
        try work.finish()
        #expect(events.withLock { $0 } == ["first is done", "second is in"])
    }

    @Test
    func `after an error nothing is done, and whoever goes on or waits hears of it`() throws {
        let done = Atomic<Int>(0)
        let work = BackgroundWork(limit: 1000)
        try work.submit(bytes: 1) { throw Fault() }
        try? work.submit(bytes: 1) { done.add(1, ordering: .relaxed) }
        #expect(throws: Fault.self) { try work.finish() }
        #expect(throws: Fault.self) { try work.submit(bytes: 1) { done.add(1, ordering: .relaxed) } }
        #expect(done.load(ordering: .relaxed) == 0)
    }
}
