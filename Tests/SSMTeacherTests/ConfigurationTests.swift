import Foundation
import SSMTeacher
import Testing

@Suite struct ConfigurationTests {
    @Test func `what a configuration leaves out has its default, and it comes back from JSON`() throws {
        let url = "http://127.0.0.1:8000/v1"
        let read = try JSONDecoder().decode(EndpointConfiguration.self, from: Data(#"{"url": "\#(url)/"}"#.utf8))
        #expect(try read == EndpointConfiguration(url: url))
        let full = try EndpointConfiguration(
            url: url, keyVariable: "KEY", trustedCertificates: "own.pem", isStreaming: true, concurrency: 2,
            attempts: 3,
            firstPause: 4, longestPause: 5, attemptLimit: 6, requestLimit: 7, largestAnswer: 8,
            tokenLimitName: .maximumCompletionTokens)
        let bytes = try JSONEncoder().encode(full)
        #expect(try JSONDecoder().decode(EndpointConfiguration.self, from: bytes) == full)
        let names = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any]).keys.sorted()
        #expect(
            names == [
                "attempt-limit", "attempts", "concurrency", "first-pause", "key-variable", "largest-answer",
                "longest-pause", "request-limit", "streaming", "token-limit-name", "trusted-certificates", "url",
            ])
    }

    @Test(arguments: [
        (#""key-variable": """#, "key-variable"), (#""concurrency": 0"#, "concurrency"),
        (#""attempts": 0"#, "attempts"),
        (#""first-pause": -1"#, "first-pause"), (#""first-pause": 3, "longest-pause": 2"#, "longest-pause"),
        (#""attempt-limit": 0"#, "attempt-limit"), (#""request-limit": 1e9"#, "request-limit"),
        (#""largest-answer": 0"#, "largest-answer"),
    ])
    func `a value that is out of range is an error at its key`(_ member: String, _ key: String) {
        let json = #"{"url": "http://127.0.0.1:1/v1", \#(member)}"#
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(EndpointConfiguration.self, from: Data(json.utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == [key])
        #expect(context.debugDescription.hasPrefix("\(key) must"))
    }

    @Test(arguments: [
        "", "127.0.0.1:8000/v1", "ftp://a/v1", "http://", "https:///v1", "http://user:secret@a/v1",
        "http://a/v1?key=secret",
        "http://a/v1#secret", "http://a/v1/chat/completions", "http://a/v1/chat/completions/",
    ])
    func `an address that is none, or has a secret in it, is refused without being shown`(_ url: String) {
        let error = #expect(throws: TeacherError.self) { try EndpointConfiguration(url: url) }
        guard case .badConfiguration(key: "url", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `options come back from JSON, with and without a temperature`() throws {
        let full = try TeacherOptions(maximumTokens: 1, temperature: 0.25, topP: 0.5, stop: ["x"], seed: -1)
        for options in [full, try TeacherOptions(), try TeacherOptions(temperature: nil)] {
            let bytes = try JSONEncoder().encode(options)
            #expect(try JSONDecoder().decode(TeacherOptions.self, from: bytes) == options)
        }
        #expect(try JSONDecoder().decode(TeacherOptions.self, from: Data("{}".utf8)) == TeacherOptions())
    }

    @Test(arguments: [
        (#"{"maximum-tokens": 0}"#, "maximum-tokens"), (#"{"temperature": -1}"#, "temperature"),
        (#"{"top-p": 0}"#, "top-p"),
        (#"{"top-p": 1.5}"#, "top-p"), (#"{"stop": [""]}"#, "stop"),
    ])
    func `an option that is out of range is an error at its key`(_ json: String, _ key: String) {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TeacherOptions.self, from: Data(json.utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == [key])
    }
}
