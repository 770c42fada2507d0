import Foundation
import SSMTeacher
import Testing

@Suite(.timeLimit(.minutes(2))) struct EndpointRetryTests {
    /// Answers after some replies that are none.
    private static func server(failing replies: [ServerReply]) async throws -> ChatServer {
        try await ChatServer { $0.number <= replies.count ? replies[$0.number - 1] : .answer("at last") }
    }

    @Test(
        arguments: [
            (["retry-after": "7"], 7), (["retry-after": "0"], 0), (["retry-after": "1.5"], 1.5),
            // The server's clock counts where it gives its date, and this machine's (2001-09-09 01:46:40) where not.
            (["date": "Wed, 21 Oct 2015 07:28:00 GMT", "retry-after": "Wed, 21 Oct 2015 07:28:30 GMT"], 30),
            (["date": "Wed, 21 Oct 2015 07:28:00 GMT", "retry-after": "Wed, 21 Oct 2015 07:00:00 GMT"], 0),
            (["retry-after": "Sun, 09 Sep 2001 01:47:00 GMT"], 20),
        ] as [([String: String], Double)])
    func `a server that says how long to wait is left alone so long`(
        _ headers: [String: String], _ seconds: Double
    ) async throws {
        let busy = ServerReply.error(.tooManyRequests, headers: .init(headers.map { ($0.key, $0.value) }))
        let server = try await Self.server(failing: [busy])
        let clock = VirtualClock()
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url, firstPause: 0.5), clock: clock.clock)
        #expect(try await teacher.answer(Asking.request("a")).text == "at last")
        #expect(clock.waits.count == 1)
        #expect(clock.waits.allSatisfy { $0 >= seconds && $0 <= seconds + 0.5 })
        #expect(server.requests.count == 2)
    }

    @Test(arguments: [nil, "soon", "-5", "", "Wed, 99 Oct 2015 07:28:00 GMT"] as [String?])
    func `pauses double up to the longest when a server does not say how long`(_ header: String?) async throws {
        let busy = ServerReply.error(.tooManyRequests, headers: .init(header.map { [("retry-after", $0)] } ?? []))
        let server = try await Self.server(failing: Array(repeating: busy, count: 5))
        let clock = VirtualClock()
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, firstPause: 1, longestPause: 5), clock: clock.clock)
        #expect(try await teacher.answer(Asking.request("a")).text == "at last")
        #expect(clock.waits.count == 5)
        for (wait, longest) in zip(clock.waits, [1.0, 2, 4, 5, 5]) {
            #expect((longest / 2...longest).contains(wait))
        }
    }

    @Test func `requests that failed together do not come back together`() async throws {
        var waits: Set<Double> = []
        for question in ["a", "b", "c", "d"] {
            let server = try await Self.server(failing: [.error(.serviceUnavailable)])
            let clock = VirtualClock()
            let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url), clock: clock.clock)
            _ = try await teacher.answer(Asking.request(question))
            waits.formUnion(clock.waits)
        }
        #expect(waits.count == 4)
    }

    /// What goes wrong, and words of the error when it goes on.
    private static let faults: [(name: String, reply: ServerReply, words: String)] = [
        ("500", .error(.internalServerError, "boom"), "status 500 ('boom')"),
        ("502", .response(.badGateway, body: "<html>\nbad\n</html>"), "'<html> bad </html>'"),
        ("529", .error(.init(statusCode: 529)), "status 529"),
        ("408", .error(.requestTimeout), "status 408"),
        ("closed", .closed, "connection ended"),
        ("torn", .torn(body: #"{"choices": ["#), "connection ended"),
        ("no JSON", .response(.ok, body: "<html>"), "it is no JSON: '<html>'"),
        ("cut JSON", .response(.ok, body: #"{"choices": [{"message": {"content": "It i"#), "it is no JSON"),
        ("empty", .response(.ok, body: ""), "it is no JSON"),
        ("no choice", .response(.ok, body: #"{"choices": []}"#), "no choice"),
        ("other JSON", .response(.ok, body: #"{"choices": [{"message": {"content": 7}}]}"#), "could not be read"),
        ("error with 200", .response(.ok, body: #"{"error": {"message": "overloaded", "code": 502}}"#), "'overloaded'"),
        ("cut stream", .stream(Array(ServerReply.events(of: ["a", "b"]).prefix(3)), isEnded: false), "ended"),
        ("short stream", .stream(Array(ServerReply.events(of: ["a", "b"]).prefix(3))), "broke off"),
        ("stream of nonsense", .stream(["data: {\n\n"]), "it is no JSON"),
        ("stream with an error", .stream([#"data: {"error": "out of memory"}"# + "\n\n"]), "'out of memory'"),
    ]

    @Test(arguments: faults.map { $0.name }, [false, true])
    func `a fault that may pass is tried again`(_ name: String, _ isStreaming: Bool) async throws {
        let fault = try #require(Self.faults.first { $0.name == name })
        let server = try await Self.server(failing: [fault.reply, fault.reply])
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, isStreaming: isStreaming), clock: VirtualClock().clock)
        #expect(try await teacher.answer(Asking.request("a")).text == "at last")
        #expect(server.requests.count == 3)
    }

    @Test(arguments: faults.map { $0.name })
    func `a fault that goes on ends the request after so many attempts`(_ name: String) async throws {
        let fault = try #require(Self.faults.first { $0.name == name })
        let server = try await ChatServer { _ in fault.reply }
        let clock = VirtualClock()
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url, attempts: 3), clock: clock.clock)
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
        guard case .gaveUp(server.url, attempts: 3, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains(fault.words) == true, "\(error?.description ?? "")")
        #expect(server.requests.count == 3)
        #expect(clock.waits.count == 2)
    }

    @Test func `nobody at the address is said, after the attempts`() async throws {
        let port: String
        do {
            let server = try await ChatServer { _ in .closed }
            port = server.url
        }
        let clock = VirtualClock()
        let teacher = try EndpointTeacher(EndpointConfiguration(url: port, attempts: 2), clock: clock.clock)
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
        #expect(error?.description.contains("is the server started?") == true, "\(error?.description ?? "")")
        #expect(clock.waits.count == 1)
    }

    @Test(arguments: [false, true]) func `an attempt that hangs is given up and made again`(_ hasBegun: Bool)
        async throws
    {
        let start = Array(ServerReply.events(of: ["a", "b"]).prefix(3))
        let hanging = hasBegun ? ServerReply.stream(start, isEnded: false, isClosed: false) : .silence
        let server = try await Self.server(failing: [hanging])
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, attemptLimit: 1), clock: VirtualClock().clock)
        #expect(try await teacher.answer(Asking.request("a")).text == "at last")
        // On a busy machine the second attempt may be too slow as well.
        #expect(server.requests.count >= 2)
    }

    @Test func `the whole request has a limit of its own`() async throws {
        let server = try await ChatServer { _ in .silence }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(
                url: server.url, attempts: 100, firstPause: 0.01, longestPause: 0.01, attemptLimit: 0.2,
                requestLimit: 0.5))
        let start = ContinuousClock.now
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
        #expect(ContinuousClock.now - start > .seconds(0.45))
        guard case .outOfTime(server.url, seconds: 0.5, _, .tooSlow) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(server.requests.count <= 4)
    }

    @Test func `a wait that ends after the limit is not begun`() async throws {
        let server = try await ChatServer { _ in .error(.tooManyRequests, headers: ["retry-after": "3600"]) }
        let clock = VirtualClock()
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url), clock: clock.clock)
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
        #expect(error?.description.contains("asked to wait 3600.0 s") == true, "\(error?.description ?? "")")
        #expect(clock.waits.isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [true, false]) func `an answer whose end has come is not asked for again`(_ isClosed: Bool)
        async throws
    {
        let events = ServerReply.events(of: ["It is ", "blue."])
        let server = try await ChatServer { _ in .stream(Array(events.dropLast(2)), isEnded: false, isClosed: isClosed)
        }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, isStreaming: true, attempts: 1, attemptLimit: isClosed ? 60 : 3))
        let answer = try await teacher.answer(Asking.request("a"))
        #expect(answer == TeacherAnswer(text: "It is blue.", ending: .finished, model: "dated-name"))
        #expect(server.requests.count == 1)
    }
}
