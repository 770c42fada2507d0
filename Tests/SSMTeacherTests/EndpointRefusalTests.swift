import Foundation
import NIOHTTP1
import SSMTeacher
import Testing

@Suite(.timeLimit(.minutes(2))) struct EndpointRefusalTests {
    @Test(arguments: [
        (400, "none", "change what it complains about"), (401, "none", "check the key in TEACHER_KEY"),
        (402, "none", "nothing left to spend"), (403, "none", "may not use this model"),
        (404, "none", "before '/chat/completions'"), (413, "none", "too long"), (422, "none", "complains"),
        (429, "insufficient_quota", "nothing left to spend"),
    ])
    func `what would be refused again is not asked again`(_ status: Int, _ code: String, _ advice: String) async throws
    {
        let server = try await ChatServer { _ in .error(HTTPResponseStatus(statusCode: status), "no way", code: code) }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, keyVariable: "TEACHER_KEY"), environment: ["TEACHER_KEY": "k"])
        let refusal = TeacherError.refused(
            endpoint: server.url, status: status, message: "no way", keyVariable: "TEACHER_KEY")
        let error = await #expect(throws: refusal) { try await teacher.answer(Asking.request("a")) }
        #expect(error?.description.contains(advice) == true, "\(error?.description ?? "")")
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        (#"{"error": "plain"}"#, "plain"), (#"{"message": "flat"}"#, "flat"), (#"{"detail": "fast"}"#, "fast"),
        (#""quoted""#, "quoted"), ("two\n lines\t.", "two lines ."), ("", ""),
        (#"{"detail": [1]}"#, #"{"detail": [1]}"#),
        (String(repeating: "x", count: 100_000), String(repeating: "x", count: 300) + "…"),
    ])
    func `whatever form the server's words have, they are shown`(_ body: String, _ shown: String) async throws {
        let server = try await ChatServer { _ in .response(.badRequest, body: body) }
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url))
        let refusal = TeacherError.refused(endpoint: server.url, status: 400, message: shown, keyVariable: nil)
        await #expect(throws: refusal) { try await teacher.answer(Asking.request("a")) }
    }

    @Test func `a redirect is not followed, and where it points to is said`() async throws {
        let other = try await ChatServer { _ in .answer("wrong") }
        let place = other.url + "/chat/completions"
        let server = try await ChatServer { _ in .response(.movedPermanently, headers: ["location": place], body: "") }
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url))
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
        #expect(error?.description.contains("it points to \(place)") == true, "\(error?.description ?? "")")
        #expect(other.requests.isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [false, true]) func `an answer of too many bytes is not read to its end`(_ isStreaming: Bool)
        async throws
    {
        let server = try await ChatServer { _ in
            isStreaming
                ? .stream(ServerReply.events(of: Array(repeating: "word ", count: 100)))
                : .answer(String(repeating: "word ", count: 1000))
        }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, isStreaming: isStreaming, largestAnswer: 4000))
        await #expect(throws: TeacherError.tooLarge(endpoint: server.url, bytes: 4000)) {
            try await teacher.answer(Asking.request("a"))
        }
        #expect(server.requests.count == 1)
    }

    /// A teacher that trusts the certificate of the tests.
    private static func trustingTeacher(of server: ChatServer, in folder: TemporaryFolder) throws -> EndpointTeacher {
        let file = folder.url.appendingPathComponent("own.pem")
        try Data(TestCertificate.certificate.utf8).write(to: file)
        return try EndpointTeacher(
            EndpointConfiguration(url: server.url, trustedCertificates: file.path), clock: VirtualClock().clock)
    }

    @Test func `a server whose certificate is trusted is asked over TLS`() async throws {
        let server = try await ChatServer(certificate: TestCertificate()) { .answer("re \($0.question)") }
        #expect(server.url.hasPrefix("https://"))
        let teacher = try Self.trustingTeacher(of: server, in: TemporaryFolder("trusted"))
        #expect(try await teacher.answer(Asking.request("a")).text == "re a")
    }

    @Test func `a trusted certificate for another host gets no request`() async throws {
        let server = try await ChatServer(certificate: TestCertificate(), host: "127.0.0.2") { _ in .answer("wrong") }
        let teacher = try Self.trustingTeacher(of: server, in: TemporaryFolder("host"))
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
        #expect(
            error?.description.contains("its certificate is for another host") == true, "\(error?.description ?? "")")
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [nil, "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] as [String?])
    func `a file without a certificate to trust is an error at its key`(_ content: String?) throws {
        let folder = try TemporaryFolder("pem-\(content?.count ?? -1)")
        let file = folder.url.appendingPathComponent("own.pem")
        if let content { try Data(content.utf8).write(to: file) }
        let configuration = try EndpointConfiguration(url: "https://127.0.0.1:1/v1", trustedCertificates: file.path)
        let error = #expect(throws: TeacherError.self) { try EndpointTeacher(configuration) }
        guard case .badConfiguration(key: "trusted-certificates", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a server with a certificate that nobody has signed gets no request`() async throws {
        let server = try await ChatServer(certificate: TestCertificate()) { _ in .answer("wrong") }
        let teacher = try EndpointTeacher(
            EndpointConfiguration(url: server.url, keyVariable: "TEACHER_KEY"), environment: ["TEACHER_KEY": "k"],
            clock: VirtualClock().clock)
        let error = await #expect(throws: TeacherError.self) { try await teacher.answer(Asking.request("a")) }
        guard case .untrusted(server.url, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(server.requests.isEmpty)
    }
}
