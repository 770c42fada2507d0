import Foundation
import SSMTensor
import Synchronization
import Testing

/// Workers and memory.
@Suite struct DeviceTests {
    @Test(arguments: [1, 2, 3, 8])
    func `every task runs once`(_ workers: Int) {
        let device = Device(workers: workers)
        for count in [0, 1, 2, 3, 1000] {
            let calls = Mutex([Int](repeating: 0, count: count))
            device.parallel(count) { index in calls.withLock { $0[index] += 1 } }
            #expect(calls.withLock { $0 } == [Int](repeating: 1, count: count))
        }
    }

    @Test func `all workers take part`() {
        let device = Device(workers: 3)
        let inside = Atomic<Int>(0)
        // Each task waits for the two others, so that one thread alone could not end.
        device.parallel(3) { _ in
            inside.wrappingAdd(1, ordering: .sequentiallyConsistent)
            while inside.load(ordering: .sequentiallyConsistent) < 3 { sched_yield() }
        }
        #expect(inside.load(ordering: .sequentiallyConsistent) == 3)
    }

    @Test func `a parallel call inside a task ends`() {
        let device = Device(workers: 2)
        let calls = Atomic<Int>(0)
        device.parallel(10) { _ in
            device.parallel(10) { _ in calls.wrappingAdd(1, ordering: .relaxed) }
        }
        #expect(calls.load(ordering: .relaxed) == 100)
    }

    @Test func `several threads share a device`() async {
        let device = Device(workers: 2, poisoned: true)
        let x = inputs([300, 300], seed: 1, on: device)
        let expected = x.matmul(x).silu().values
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<20).allSatisfy { _ in x.matmul(x).silu().values == expected } }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }

    // The two tests below look at all threads of their process, so each has a process of its own.

    @Test func `devices end their threads`() async {
        await #expect(processExitsWith: .success) {
            let before = try Threads.all().count
            for _ in 0..<40 {
                let device = Device(workers: 8)
                device.parallel(100) { _ in }
            }
            // The system may need a moment to forget a thread that has ended.
            try await Task.sleep(for: .milliseconds(200))
            let after = try Threads.all().count
            precondition(after < before + 20)
        }
    }

    @Test func `an idle device takes no processor time`() async {
        await #expect(processExitsWith: .success) {
            _ = Device(workers: 1)
            let others = try Threads.all()
            let device = Device(workers: 4)
            device.parallel(100) { _ in }
            try await Task.sleep(for: .milliseconds(100))
            let workers = try Threads.all().subtracting(others)
            precondition(workers.count >= 3)
            let before = try workers.map(Threads.processorTime).reduce(0, +)
            try await Task.sleep(for: .milliseconds(200))
            let used = try workers.map(Threads.processorTime).reduce(0, +) - before
            precondition(used < 0.02)
            withExtendedLifetime(device) {}
        }
    }

    @Test func `the meter counts what tensors hold`() {
        let device = Device(workers: 1, poisoned: true)
        #expect(device.bytesInUse == 0 && device.peakBytes == 0)
        do {
            let x = Tensor.zeros([10, 100], on: device)
            #expect(device.bytesInUse == 4000)
            let views = [x.rows(3..<7), x.reshaped([1000]), x.tracked(), x.detached]
            #expect(device.bytesInUse == 4000)
            let sum = views[0] + views[0]
            #expect(device.bytesInUse == 4000 + sum.count * 4)
        }
        #expect(device.bytesInUse == 0)
        #expect(device.peakBytes == 4000 + 1600)
        device.resetPeak()
        #expect(device.peakBytes == 0)
    }

    @Test func `memory is used again, and given back when it is not`() {
        let device = Device(workers: 1)
        func touch(_ count: Int) { _ = Tensor(shape: [count], on: device) { _ in } }
        let large = 100 << 20  // 400 MiB, more than a quiet device keeps
        touch(large)
        let kept = device.bytesCached
        #expect(kept >= large * 4)
        touch(large)
        #expect(device.bytesCached == kept)
        // A pass of many small tensors that never needs as much again.
        for _ in 0..<70_000 { touch(10) }
        #expect(device.bytesCached < 256 << 20)
    }

    @Test func `fresh memory of a poisoned device is NaN`() {
        let device = Device(workers: 1, poisoned: true)
        for _ in 0..<2 {
            let untouched = Tensor(shape: [70], on: device) { _ in }
            #expect(untouched.values.allSatisfy { $0.isNaN })
            #expect(Tensor.filled(with: 5, shape: [70], on: device).values == [Float](repeating: 5, count: 70))
        }
    }

    @Test func `a copy on another device is the same and has no history`() {
        let x = inputs([3, 4], seed: 1, on: Devices.poisoned).tracked()
        let other = Device(workers: 1)
        let copy = x.rows(1..<3).moved(to: other)
        #expect(copy.values == x.rows(1..<3).values && copy.device === other && !copy.isTracked)
    }

    @Test func `random tensors depend on the key only`() {
        let key = RandomKey(seed: 3)
        let draws = [1, 2].map { Tensor.normal([3, 5000], scale: 2, key: key, on: Device(workers: $0)).values }
        #expect(draws[0] == draws[1])
        let mean = draws[0].reduce(0, +) / 15000
        let variance = draws[0].reduce(0) { $0 + $1 * $1 } / 15000
        #expect(abs(mean) < 0.06)  // four standard errors
        #expect(abs(variance - 4) < 0.2)
        let uniform = Tensor.uniform([15000], in: -1...3, key: key, on: Devices.poisoned).values
        #expect(uniform.allSatisfy { (-1...3).contains($0) })
        #expect(abs(uniform.reduce(0, +) / 15000 - 1) < 0.04)
        #expect(Tensor.normal([4], scale: 1, key: key.folding("other"), on: Devices.poisoned).values != draws[0])
    }
}

/// What the system knows of this process's threads.
private enum Threads {
    static func all() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task"))
    }

    /// Seconds on a processor.
    static func processorTime(of thread: String) throws -> Double {
        let stat = try String(contentsOfFile: "/proc/self/task/\(thread)/stat", encoding: .utf8)
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }  // user and system time
        return ticks.reduce(0, +) / 100
    }
}
