import Foundation
import SSMTeacher
import Testing

@Suite(.timeLimit(.minutes(2))) struct NoteTests {
    @Test(arguments: [
        ("She bought a RED   bicycle.", "red bicycle"), ("The Beatles played.", "Beatles"), ("beatles", "the Beatles!"),
        ("It cost $1,200.", "1200"), ("1,234,567 people", "1234567"), ("pi is 3.14", "3.14"), ("Ann's book", "Ann"),
        ("well-known", "well known"), ("caf\u{E9}", "cafe\u{301}"), ("the answer is A", "A"), ("私は東京に住む", "東京"),
        ("the year 1999.", "1999"),
    ])
    func `a note that has the answer in it is accepted`(_ note: String, _ answer: String) async throws {
        let claim = NoteClaim(question: "?", answers: ["zebra", answer], note: note)
        #expect(try await ContainmentVerifier().verdict(on: claim).outcome == .accepted)
    }

    @Test(arguments: [
        ("a cat", "ca"), ("3.5 km", "3"), ("11", "1"), ("red and bicycle", "red bicycle"),
        ("bicycle red", "red bicycle"),
        ("", "red"), ("anything", ""), ("anything", "!"), ("schön", "schon"), ("1, 200", "1200"), ("12,34", "1234"),
    ])
    func `a note without the answer is rejected`(_ note: String, _ answer: String) async throws {
        let claim = NoteClaim(question: "?", answers: [answer], note: note)
        let verdict = try await ContainmentVerifier().verdict(on: claim)
        #expect(verdict.outcome == .rejected)
        #expect(verdict.reason.contains("'\(answer)'"))
    }

    @Test func `paragraphs that have one of the answers are found`() async throws {
        let paragraphs = ["He moved to Rome.", "Nothing.", "ROME, again", "Romeo", "In Paris"]
        let locator = ContainmentLocator()
        #expect(try await locator.location(of: ["Rome", "Paris"], to: "?", in: paragraphs) == .paragraphs([0, 2, 4]))
        #expect(try await locator.location(of: ["Oslo"], to: "?", in: paragraphs) == .nowhere)
        #expect(try await locator.location(of: ["Rome"], to: "?", in: []) == .nowhere)
    }

    private static func teacher(_ reply: String, reason: String = "stop") async throws -> (ChatServer, EndpointTeacher)
    {
        let server = try await ChatServer { _ in .answer(reply, reason: reason) }
        return (server, try EndpointTeacher(EndpointConfiguration(url: server.url)))
    }

    @Test(
        arguments: [
            ("yes", .accepted), ("No", .rejected), (" **Yes.**\\n", .accepted), ("\\\"NO!\\\"", .rejected),
            ("", .failed),
            ("yes and no", .failed), ("Yes, it would", .failed), ("yesterday", .failed), ("I cannot say", .failed),
        ] as [(String, Verdict.Outcome)])
    func `a teacher's verdict is one word or none`(_ reply: String, _ outcome: Verdict.Outcome) async throws {
        let (server, teacher) = try await Self.teacher(reply)
        let verifier = TeacherVerifier(
            asking: TeacherModel(of: teacher, model: "judge", options: try TeacherOptions(maximumTokens: 4)))
        let claim = NoteClaim(question: "Which city?", answers: ["Rome", "Roma"], note: "He moved to Rome.")
        #expect(try await verifier.verdict(on: claim).outcome == outcome)
        #expect(verifier.name == "endpoint:judge")
        let request = try #require(server.requests.first)
        for part in ["Which city?", "Rome", "Roma", "He moved to Rome."] { #expect(request.question.contains(part)) }
        #expect(request.body.model == "judge")
        #expect(request.body.maximumTokens == 4)
    }

    @Test func `a verdict that is cut off is none`() async throws {
        let (server, teacher) = try await Self.teacher("yes", reason: "length")
        let options = try TeacherOptions()
        let verifier = TeacherVerifier(asking: TeacherModel(of: teacher, model: "judge", options: options))
        let verdict = try await verifier.verdict(on: NoteClaim(question: "?", answers: ["a"], note: "b"))
        #expect(verdict.outcome == .failed)
        #expect(verdict.reason.contains("cut off"))
        let locator = TeacherLocator(asking: TeacherModel(of: teacher, model: "judge", options: options))
        guard case .failed(let reason) = try await locator.location(of: ["a"], to: "?", in: ["b"]) else {
            Issue.record("a location was read")
            return
        }
        #expect(reason.contains("cut off"))
        #expect(server.requests.count == 2)
    }

    @Test func `a teacher that does not answer gives no verdict but an error`() async throws {
        let server = try await ChatServer { _ in .error(.unauthorized) }
        let teacher = try EndpointTeacher(EndpointConfiguration(url: server.url))
        let verifier = TeacherVerifier(asking: TeacherModel(of: teacher, model: "judge", options: try TeacherOptions()))
        await #expect(throws: TeacherError.self) {
            try await verifier.verdict(on: NoteClaim(question: "?", answers: ["a"], note: "b"))
        }
    }

    @Test(
        arguments: [
            ("2", [1]), ("3, 1,3", [0, 2]), ("[1] [2].", [0, 1]), ("none", []), ("None.", []), ("0", nil), ("4", nil),
            ("1 and 2", nil), ("", nil), ("-1", nil), ("1.5", nil), ("[]", nil), ("99999999999999999999", nil),
            ("the second", nil), ("none, 1", nil),
        ] as [(String, [Int]?)])
    func `a teacher's list of paragraphs is numbers only`(_ reply: String, _ expected: [Int]?) async throws {
        let (server, teacher) = try await Self.teacher(reply)
        let locator = TeacherLocator(asking: TeacherModel(of: teacher, model: "judge", options: try TeacherOptions()))
        let location = try await locator.location(of: ["Rome"], to: "Which city?", in: ["first", "second", "third"])
        switch (location, expected) {
        case (.paragraphs(let found), let expected?): #expect(found == expected)
        case (.nowhere, []?), (.failed, nil): break
        default: Issue.record("\(location)")
        }
        let question = try #require(server.requests.first).question
        for part in ["[1] first", "[2] second", "[3] third", "Rome", "Which city?"] { #expect(question.contains(part)) }
    }

    @Test func `a teacher is not asked about no paragraph`() async throws {
        let (server, teacher) = try await Self.teacher("none")
        let locator = TeacherLocator(asking: TeacherModel(of: teacher, model: "judge", options: try TeacherOptions()))
        #expect(try await locator.location(of: ["a"], to: "?", in: []) == .nowhere)
        #expect(server.requests.isEmpty)
    }
}
