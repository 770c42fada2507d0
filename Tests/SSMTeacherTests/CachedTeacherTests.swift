import Foundation
import SSMTeacher
import Testing

@Suite(.timeLimit(.minutes(2))) struct CachedTeacherTests {
    private static func teacher(
        of server: ChatServer, keeping cache: AnswerCache, attempts: Int = 1
    ) throws -> CachedTeacher {
        let configuration = try EndpointConfiguration(
            url: server.url, keyVariable: "TEACHER_KEY", concurrency: 4, attempts: attempts)
        return CachedTeacher(
            cache,
            buyingFrom: try EndpointTeacher(
                configuration, environment: ["TEACHER_KEY": "sk-secret-1234"], clock: VirtualClock().clock))
    }

    @Test func `an answer is bought once, also by another teacher later`() async throws {
        let server = try await ChatServer { .answer("re \($0.question)", reason: $0.number == 2 ? "length" : "stop") }
        let folder = try TemporaryFolder("once")
        for round in 0..<2 {
            let teacher = try Self.teacher(of: server, keeping: AnswerCache(folder.cache))
            for question in ["a", "b", "a"] {
                let answer = try await teacher.answer(Asking.request(question))
                #expect(answer.text == "re \(question)")
                #expect(answer.ending == (question == "b" ? .length : .finished))
            }
            let tally = teacher.tally
            #expect(tally.bought == (round == 0 ? 2 : 0))
            #expect(tally.reused == (round == 0 ? 1 : 3))
            #expect(tally.tokens == (round == 0 ? TokenUsage(prompt: 22, completion: 6) : TokenUsage()))
        }
        #expect(server.requests.map(\.question) == ["a", "b"])
        let text = try String(contentsOf: folder.cache, encoding: .utf8)
        #expect(!text.contains("sk-secret-1234") && !text.contains(server.url))
    }

    @Test func `callers that ask the same at once share one purchase`() async throws {
        let server = try await ChatServer { .later(100, .answer($0.question)) }
        let folder = try TemporaryFolder("share")
        let teacher = try Self.teacher(of: server, keeping: AnswerCache(folder.cache))
        try await withThrowingTaskGroup { group in
            for index in 0..<40 {
                group.addTask {
                    let question = "q\(index % 2)"
                    let answer = try await teacher.answer(Asking.request(question))
                    #expect(answer.text == question)
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.map(\.question).sorted() == ["q0", "q1"])
    }

    @Test func `a failure is not kept, and all who waited for it get it`() async throws {
        let gate = Gate()
        let server = try await ChatServer { $0.number == 1 ? .behind(gate, .error(.badRequest)) : .answer("now") }
        let folder = try TemporaryFolder("failure")
        let teacher = try Self.teacher(of: server, keeping: AnswerCache(folder.cache))
        // They run at once, up to where they wait.
        let callers = (0..<2).map { _ in Task.immediate { try await teacher.answer(Asking.request("a")) } }
        try await server.waitForRequests(1)
        gate.open()
        for caller in callers { await #expect(throws: TeacherError.self) { try await caller.value } }
        #expect(try await teacher.answer(Asking.request("a")).text == "now")
        #expect(server.requests.count == 2)
    }

    @Test func `only the cache is used where nothing may be bought`() async throws {
        let server = try await ChatServer { _ in .answer("blue") }
        let folder = try TemporaryFolder("only")
        do {
            let teacher = try Self.teacher(of: server, keeping: AnswerCache(folder.cache))
            _ = try await teacher.answer(Asking.request("What colour?"))
        }
        let teacher = try CachedTeacher(AnswerCache(folder.cache), buyingFrom: nil)
        #expect(try await teacher.answer(Asking.request("What colour?")).text == "blue")
        let other = try Asking.request("What size?")
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(other) }
        let words = error?.description ?? ""
        for part in ["\(other.key)", "'tiny'", "'What size?'", folder.cache.relativePath] {
            #expect(words.contains(part), "\(words)")
        }
        #expect(server.requests.count == 1)
    }

    @Test func `what is paid for is kept when its caller is cancelled`() async throws {
        let gate = Gate()
        let server = try await ChatServer { .behind(gate, .answer($0.question)) }
        let folder = try TemporaryFolder("cancelled")
        let cache = try AnswerCache(folder.cache)
        let teacher = try Self.teacher(of: server, keeping: cache)
        let task = Task { try await teacher.answer(Asking.request("a")) }
        try await server.waitForRequests(1)
        task.cancel()
        gate.open()
        #expect(try await task.value.text == "a")
        #expect(cache.count == 1)
    }

    @Test func `a caller that is cancelled buys nothing more`() async throws {
        let gate = Gate()
        let server = try await ChatServer { .behind(gate, .error(.serviceUnavailable, $0.question)) }
        let folder = try TemporaryFolder("more")
        let teacher = try Self.teacher(of: server, keeping: AnswerCache(folder.cache), attempts: 6)
        // Four are under way, the others wait for their turn.
        let tasks = (0..<10).map { index in Task { try await teacher.answer(Asking.request("q\(index)")) } }
        try await server.waitForRequests(4)
        for task in tasks { task.cancel() }
        gate.open()
        for task in tasks { await #expect(throws: TeacherError.cancelled) { try await task.value } }
        #expect(server.requests.count == 4)
    }

    @Test func `a cancelled caller takes the answer from nobody else`() async throws {
        let gate = Gate()
        let server = try await ChatServer {
            $0.number == 1 ? .behind(gate, .error(.serviceUnavailable)) : .answer("now")
        }
        let folder = try TemporaryFolder("else")
        let teacher = try Self.teacher(of: server, keeping: AnswerCache(folder.cache), attempts: 6)
        let cancelled = Task { try await teacher.answer(Asking.request("a")) }
        try await server.waitForRequests(1)
        cancelled.cancel()
        // The purchase is given up after its attempt, which goes on; this caller waits, and buys anew.
        let caller = Task.immediate { try await teacher.answer(Asking.request("a")) }
        gate.open()
        #expect(try await caller.value.text == "now")
        await #expect(throws: TeacherError.cancelled) { try await cancelled.value }
        #expect(server.requests.count == 2)
    }
}
