import Foundation
import SSMTeacher
import Testing

@Suite(.timeLimit(.minutes(2))) struct EndpointTests {
    private static let key = "sk-secret-1234"
    private static let environment = ["TEACHER_KEY": key]

    @Test func `a request arrives as it was meant, and the answer with its ending and cost`() async throws {
        let server = try await ChatServer { _ in .answer("It is \\\"blue\\\".") }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url + "/", keyVariable: "TEACHER_KEY"), environment: Self.environment)
        let options = try TeacherOptions(maximumTokens: 50, temperature: 0.5, topP: 0.9, stop: ["\n\n"], seed: 7)
        let messages = [
            TeacherMessage(.system, "Be brief."), TeacherMessage(.user, "What colour? é"),
            TeacherMessage(.assistant, "Of what?"), TeacherMessage(.user, "The sky."),
        ]
        let answer = try await teacher.answer(TeacherRequest(model: "tiny", messages: messages, options: options))
        let usage = TokenUsage(prompt: 11, completion: 3)
        #expect(answer == TeacherAnswer(text: "It is \"blue\".", ending: .finished, usage: usage, model: "dated-name"))

        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(request.uri == "/v1/chat/completions")
        #expect(request.headers["authorization"] == ["Bearer \(Self.key)"])
        #expect(request.headers["content-type"] == ["application/json"])
        let body = request.body
        #expect(body.model == "tiny")
        #expect(body.messages.map(\.role) == ["system", "user", "assistant", "user"])
        #expect(body.messages.map(\.content) == messages.map(\.text))
        #expect(body.temperature == 0.5 && body.topP == 0.9 && body.stop == ["\n\n"] && body.seed == 7)
        #expect(body.maximumTokens == 50 && body.maximumCompletionTokens == nil && body.stream == nil)
    }

    @Test func `what is not set is not sent`() async throws {
        let server = try await ChatServer { _ in .answer("yes") }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, tokenLimitName: .maximumCompletionTokens))
        _ = try await teacher.answer(Asking.request("a", options: TeacherOptions(temperature: nil)))
        _ = try await teacher.answer(Asking.request("b", options: TeacherOptions(maximumTokens: 9)))
        let bodies = server.requests.map(\.body)
        #expect(server.requests[0].headers["authorization"] == [])
        #expect(bodies[0].temperature == nil && bodies[0].topP == nil && bodies[0].stop == nil)
        #expect(bodies[0].seed == nil && bodies[0].maximumTokens == nil && bodies[0].maximumCompletionTokens == nil)
        #expect(bodies[1].maximumTokens == nil && bodies[1].maximumCompletionTokens == 9)
        #expect(bodies[1].temperature == 0)
    }

    /// The same stream, cut and written in different ways.
    private static let streams: [[String]] = {
        let events = ServerReply.events(of: ["It is ", "blue", "."])
        let whole = events.joined()
        return [
            events, [whole], whole.unicodeScalars.map { String($0) },
            [whole.replacing("\n", with: "\r\n")], [whole.replacing("\n", with: "\r")],
            [whole.replacing("data: ", with: "id: 3\nevent: message\ndata:")],
            [whole.replacing("{\"model\"", with: "{\ndata: \"model\"")],
        ]
    }()

    @Test(arguments: streams) func `an answer that comes piece by piece is put together`(_ pieces: [String])
        async throws
    {
        let server = try await ChatServer { _ in .stream(pieces) }
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url, isStreaming: true, attempts: 1))
        let answer = try await teacher.answer(Asking.request("What colour?"))
        let usage = TokenUsage(prompt: 11, completion: 3)
        #expect(answer == TeacherAnswer(text: "It is blue.", ending: .finished, usage: usage, model: "dated-name"))
        #expect(server.requests.map(\.body.stream) == [true])
    }

    @Test func `a server that does not stream may answer in one piece`() async throws {
        let server = try await ChatServer { _ in .answer("blue") }
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url, isStreaming: true))
        #expect(try await teacher.answer(Asking.request("What colour?")).text == "blue")
    }

    @Test(
        arguments: [
            ("length", .length, "raise 'maximum-tokens'"), ("content_filter", .contentFilter, "content filter"),
            ("tool_calls", .other("tool_calls"), "'tool_calls'"), (nil, .other(""), "did not say"),
        ] as [(String?, TeacherEnding, String)])
    func `a text that is not whole is not taken for one`(
        _ reason: String?, _ ending: TeacherEnding, _ words: String
    ) async throws {
        let server = try await ChatServer { request in
            guard request.body.stream == true else { return .answer("It is", reason: reason) }
            let events = ServerReply.events(of: ["It is"], reason: reason ?? "")
            return .stream(reason == nil ? events.filter { !$0.contains(#""finish_reason": """#) } : events)
        }
        for isStreaming in [false, true] {
            let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url, isStreaming: isStreaming))
            let answer = try await teacher.answer(Asking.request("What colour?"))
            #expect(answer.text == "It is")
            #expect(answer.ending == ending)
            let error = #expect(throws: TeacherError.incomplete(ending)) { try answer.wholeText() }
            #expect(error?.description.contains(words) == true)
        }
        #expect(server.requests.count == 2)
    }

    @Test func `so many requests are under way at a time, in the order in which they came`() async throws {
        let gate = Gate()
        let server = try await ChatServer { .behind(gate, .answer($0.question)) }
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url, concurrency: 3))
        // They run at once, up to where they wait: for an answer, or for their turn.
        let tasks = (0..<12).map { index in
            Task.immediate { try await teacher.answer(Asking.request("q\(index)")).text }
        }
        try await server.waitForRequests(3)
        gate.open()
        for (index, task) in tasks.enumerated() { #expect(try await task.value == "q\(index)") }
        #expect(server.greatestConcurrency == 3)
        #expect(Set(server.requests.prefix(3).map(\.question)) == ["q0", "q1", "q2"])
    }

    @Test func `the key is in no error and no description`() async throws {
        let server = try await ChatServer { request in
            let message = "bad \(request.headers["authorization"][0])"
            return request.number == 1 ? .error(.unauthorized, message) : .error(.internalServerError, message)
        }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, keyVariable: "TEACHER_KEY", attempts: 1),
            environment: Self.environment)
        for _ in 0..<2 {
            let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
            let text = "\(String(describing: error)) \(String(reflecting: error))"
            #expect(!text.contains(Self.key))
            #expect(text.contains("bad Bearer (key)"))
        }
        var dumped = ""
        dump(teacher, to: &dumped, maxDepth: 6, maxItems: 5000)
        #expect(!dumped.contains(Self.key))
        #expect(server.requests.count == 2)
    }

    @Test(arguments: [[:], ["TEACHER_KEY": " \n"], ["TEACHER_KEY": "two words"], ["TEACHER_KEY": "a\r\nb: c"]])
    func `a key that is not there is an error that names the variable`(_ environment: [String: String]) throws {
        let configuration = try EndpointConfiguration(url: "http://127.0.0.1:1/v1", keyVariable: "TEACHER_KEY")
        let error = #expect(throws: TeacherError.self) {
            try EndpointTeacher(configuration, environment: environment)
        }
        guard case .missingKey("TEACHER_KEY", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("b: c") == false)
    }
}
