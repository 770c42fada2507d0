import Foundation
import SSMTeacher
import Synchronization
import Testing

/// Processes that buy answers and are killed, or cannot write, in the middle.
@Suite(.timeLimit(.minutes(2))) struct CrashTests {
    private static let count = 60
    private static let concurrency = 4

    /// Buys answers and writes down, in a file beside the cache, which of them a caller has seen.
    private static func buyAll(from url: String, in folder: URL) async throws {
        let cache = try AnswerCache(folder.appendingPathComponent("answers.jsonl"))
        let teacher = CachedTeacher(
            cache, buyingFrom: try EndpointTeacher(EndpointConfiguration(url: url, concurrency: concurrency)))
        let seen = open(folder.appendingPathComponent("seen").path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        defer { close(seen) }
        try await withThrowingTaskGroup { group in
            for index in 0..<count {
                group.addTask {
                    let answer = try await teacher.answer(Asking.request("q\(index)"))
                    let line = "\(answer.text)\n"
                    #expect(write(seen, line, line.utf8.count) == line.utf8.count)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Keeps an answer on a thread that a file's end kills: the system writes what fits and then sends the signal, which
    /// worker threads block.
    private static func keep(
        _ answer: TeacherAnswer, to request: TeacherRequest, in cache: AnswerCache, _ folder: URL
    ) throws {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGXFSZ)
        signal(SIGXFSZ, SIG_DFL)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        try cache.keep(answer, to: request)
        let seen = (try? Self.seen(in: folder)) ?? []
        let lines = (seen + [answer.text]).map { $0 + "\n" }.joined()
        try Data(lines.utf8).write(to: folder.appendingPathComponent("seen"))
    }

    /// The answers that callers have seen.
    private static func seen(in folder: URL) throws -> [String] {
        guard let text = try? String(contentsOf: folder.appendingPathComponent("seen"), encoding: .utf8) else {
            return []
        }
        return text.split(separator: "\n").map(String.init)
    }

    /// Buys what is missing after a crash, and checks that nothing which a caller had seen was bought again.
    private static func expectRecovery(in folder: URL, from server: ChatServer) async throws {
        let bought = server.requests.count
        let seen = try seen(in: folder)
        #expect(seen.count < count)
        try await buyAll(from: server.url, in: folder)
        #expect(try Set(Self.seen(in: folder)) == Set((0..<count).map { "re q\($0)" }))
        let times = Dictionary(grouping: server.requests, by: \.question).mapValues(\.count)
        for text in seen { #expect(times[String(text.dropFirst(3))] == 1, "\(text) was bought again") }
        // Those that were under way when the process ended are all that can be lost.
        #expect(server.requests.count <= count + concurrency, "\(bought) requests before the crash")
    }

    @Test(arguments: [1, 9, 30]) func `a process that is killed loses nothing and buys nothing twice`(_ request: Int)
        async throws
    {
        let folder = try TemporaryFolder("kill-\(request)")
        let path = folder.url.path
        let server = try await ChatServer { received in
            if received.number == request, let text = try? String(contentsOfFile: "\(path)/pid", encoding: .utf8),
                let child = pid_t(text)
            {
                kill(child, SIGKILL)
            }
            return .answer("re \(received.question)")
        }
        let url = server.url
        await #expect(processExitsWith: .signal(SIGKILL)) { [url = url as String, path = path as String] in
            try "\(getpid())".write(toFile: "\(path)/pid", atomically: true, encoding: .utf8)
            try await CrashTests.buyAll(from: url, in: URL(fileURLWithPath: path))
            // The signal is on its way.
            sleep(10)
        }
        #expect(server.requests.count >= request)
        try await Self.expectRecovery(in: folder.url, from: server)
    }

    @Test func `a process that ends in the middle of writing leaves a record that is cut off`() async throws {
        let folder = try TemporaryFolder("half")
        let path = folder.url.path
        let server = try await ChatServer { .answer("re \($0.question)") }
        let url = server.url
        await #expect(processExitsWith: .signal(SIGXFSZ)) { [url = url as String, path = path as String] in
            var limit = rlimit(rlim_cur: 5000, rlim_max: 5000)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let folder = URL(fileURLWithPath: path)
            let cache = try AnswerCache(folder.appendingPathComponent("answers.jsonl"))
            let teacher = try EndpointTeacher(EndpointConfiguration(url: url))
            for index in 0..<CrashTests.count {
                let request = try Asking.request("q\(index)")
                try CrashTests.keep(try await teacher.answer(request), to: request, in: cache, folder)
            }
        }
        do {
            let cache = try AnswerCache(folder.cache)
            #expect(cache.repair.tornBytes > 0)
            #expect(cache.repair.damagedLines == 0)
        }
        try await Self.expectRecovery(in: folder.url, from: server)
    }

    @Test func `a full disk ends the purchases, and what was bought before is safe`() async throws {
        let folder = try TemporaryFolder("full")
        let path = folder.url.path
        let server = try await ChatServer { .answer("re \($0.question)") }
        let url = server.url
        await #expect(processExitsWith: .exitCode(5)) { [url = url as String, path = path as String] in
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 5000, rlim_max: 5000)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            do {
                try await CrashTests.buyAll(from: url, in: URL(fileURLWithPath: path))
            } catch TeacherError.cacheUnusable(_, let reason) where reason.contains("File too large") {
                exit(5)
            }
        }
        #expect(server.requests.count < Self.count)
        #expect(try AnswerCache(folder.cache).repair == .none)
        try await Self.expectRecovery(in: folder.url, from: server)
    }
}
