import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One attempt to get an answer from a server.
struct EndpointCall: Sendable {
    /// The most that is read of what a server says when it does not answer.
    private static let largestMessage = 1 << 16

    let client: HTTPClient
    let configuration: EndpointConfiguration
    let key: BearerKey?
    let clock: TeacherClock

    /// Sends a request and reads the answer.
    ///
    /// The attempt goes on when the task is cancelled, because it is paid for.
    func outcome(of request: TeacherRequest, within limit: Duration) async -> Result<TeacherAnswer, CallFailure> {
        await Task {
            let outcome = await withTaskGroup(of: Result<TeacherAnswer, CallFailure>?.self) { group in
                group.addTask { await attempt(request, within: limit) }
                group.addTask {
                    try? await Task.sleep(for: limit)
                    return nil
                }
                // The first is the answer, or the limit, which ends the attempt: then the attempt says how far it was.
                var outcome: Result<TeacherAnswer, CallFailure>?
                for await ended in group {
                    group.cancelAll()
                    outcome = outcome ?? ended
                }
                return outcome
            }
            let late = CallFailure.passing(.tooSlow(seconds: limit / .seconds(1)))
            return (outcome ?? .failure(late)).mapError(hidingKey)
        }.value
    }

    private func attempt(_ request: TeacherRequest, within limit: Duration) async -> Result<TeacherAnswer, CallFailure>?
    {
        do {
            let response = try await client.execute(message(for: request), deadline: .distantFuture)
            guard (200..<300).contains(response.status.code) else { throw try await failure(response) }
            let type = response.headers.first(name: "content-type")?.lowercased() ?? ""
            let isStream = type.hasPrefix("text/event-stream")
            return .success(try await isStream ? streamed(response.body) : whole(response.body))
        } catch {
            return .failure(CallFailure(error, at: configuration.url, limit: limit))
        }
    }

    private func message(for request: TeacherRequest) -> HTTPClientRequest {
        let content = ChatRequest(
            request: request, isStreaming: configuration.isStreaming, tokenLimitName: configuration.tokenLimitName)
        var message = HTTPClientRequest(url: configuration.url + "/chat/completions")
        message.method = .POST
        message.headers.add(name: "content-type", value: "application/json")
        message.headers.add(name: "user-agent", value: "ssmlab")
        if let key { message.headers.add(name: "authorization", value: key.authorization) }
        message.body = .bytes(ByteBuffer(bytes: content.bytes))
        return message
    }

    private func whole(_ body: HTTPClientResponse.Body) async throws -> TeacherAnswer {
        var bytes: [UInt8] = []
        for try await piece in body {
            bytes += piece.readableBytesView
            try checkSize(bytes.count)
        }
        // A body that is cancelled ends as if it were whole.
        try Task.checkCancellation()
        return try ChatCompletion(parsing: bytes).answer()
    }

    private func streamed(_ body: HTTPClientResponse.Body) async throws -> TeacherAnswer {
        var (stream, answer, size) = (EventStream(), StreamedAnswer(), 0)
        do {
            reading: for try await piece in body {
                size += piece.readableBytes
                try checkSize(size)
                for event in stream.events(after: piece.readableBytesView) {
                    try answer.add(event)
                    if answer.isClosed { break reading }
                }
            }
        } catch {
            // Whatever breaks after its end, the answer is there.
            guard answer.answer != nil else { throw error }
        }
        if let answer = answer.answer { return answer }
        try Task.checkCancellation()
        throw EndpointFault.disconnected(reason: "the stream broke off")
    }

    private func checkSize(_ bytes: Int) throws(TeacherError) {
        guard bytes <= configuration.largestAnswer else {
            throw .tooLarge(endpoint: configuration.url, bytes: configuration.largestAnswer)
        }
    }

    /// What a response without an answer comes to.
    private func failure(_ response: HTTPClientResponse) async throws -> CallFailure {
        var bytes: [UInt8] = []
        for try await piece in response.body {
            bytes += piece.readableBytesView
            if bytes.count > Self.largestMessage { break }
        }
        try Task.checkCancellation()
        var message = ServerMessage(body: bytes)
        let status = Int(response.status.code)
        // Servers name spent credit and too many requests with one status, and only the latter passes.
        let isPassing = [408, 425, 429].contains(status) && message.code != "insufficient_quota" || status >= 500
        guard !isPassing else {
            return .passing(.busy(status: status, message: message.text, wait: wait(response.headers)))
        }
        if (300..<400).contains(status), let place = response.headers.first(name: "location") {
            message = ServerMessage(body: Array("it points to \(place)".utf8))
        }
        return .lasting(
            .refused(
                endpoint: configuration.url, status: status, message: message.text,
                keyVariable: configuration.keyVariable))
    }

    private func wait(_ headers: HTTPHeaders) -> Duration? {
        let now = headers.first(name: "date").flatMap(RetryAfter.date) ?? clock.date()
        return headers.first(name: "retry-after").flatMap { RetryAfter.duration($0, now: now) }
    }

    /// A failure without the key in what the server said.
    private func hidingKey(_ failure: CallFailure) -> CallFailure {
        guard let key else { return failure }
        switch failure {
        case .passing(let fault): return .passing(fault.rewording(key.hidden(in:)))
        case .lasting(.refused(let endpoint, let status, let message, let variable)):
            return .lasting(
                .refused(
                    endpoint: endpoint, status: status, message: key.hidden(in: message), keyVariable: variable))
        case .lasting: return failure
        }
    }
}
