import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOSSL
import SSMTensor

/// A model behind an OpenAI-compatible chat-completions server.
///
/// Attempts that fail in a way that may pass are made again with growing pauses. A connection that breaks in the middle
/// of an answer loses what was said until then, because servers cannot go on where they were.
public final class EndpointTeacher: Teacher {
    private let configuration: EndpointConfiguration
    private let call: EndpointCall
    private let clock: TeacherClock
    private let slots: SlotQueue
    private let retries: RetryPolicy

    /// A server that is asked from now on.
    ///
    /// - Parameters:
    ///   - configuration: Where it is and how it is asked.
    ///   - environment: Where the server's key is.
    ///   - clock: Measures deadlines and waits between attempts.
    /// - Throws: `TeacherError.missingKey`; `badConfiguration` for a file of certificates that has none.
    public init(
        _ configuration: EndpointConfiguration,
        environment: [String: String] = ProcessInfo.processInfo.environment, clock: TeacherClock = .running()
    ) throws(TeacherError) {
        var key: BearerKey?
        if let variable = configuration.keyVariable { key = try BearerKey(in: variable, of: environment) }
        self.configuration = configuration
        self.clock = clock
        slots = SlotQueue(configuration.concurrency)
        retries = RetryPolicy(configuration)
        call = EndpointCall(
            client: HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: try Self.clientConfiguration(configuration)),
            configuration: configuration, key: key, clock: clock)
    }

    deinit {
        // The client lives until its connections are closed, and nobody need wait for that.
        call.client.shutdown { _ in }
    }

    public func answer(_ request: TeacherRequest) async throws(TeacherError) -> TeacherAnswer {
        try await answer(request) { _ in }
    }

    public func answer(
        _ request: TeacherRequest, keptBy keep: @Sendable (TeacherAnswer) throws(TeacherError) -> Void
    ) async throws(TeacherError) -> TeacherAnswer {
        try await slots.run { () async throws(TeacherError) in
            let answer = try await inTurn(request)
            try keep(answer)
            return answer
        }
    }

    private func inTurn(_ request: TeacherRequest) async throws(TeacherError) -> TeacherAnswer {
        let (start, limit) = (clock.now(), Duration.seconds(configuration.requestLimit))
        let key = RandomKey(seed: 0).folding(request.key.hexadecimal)
        var attempt = 1
        while true {
            if Task.isCancelled { throw .cancelled }
            let left = limit - (clock.now() - start)
            let outcome = await call.outcome(of: request, within: min(.seconds(configuration.attemptLimit), left))
            let fault: EndpointFault
            switch outcome {
            case .success(let answer): return answer
            case .failure(.lasting(let error)): throw error
            case .failure(.passing(let passing)): fault = passing
            }
            guard attempt < configuration.attempts else {
                throw .gaveUp(endpoint: configuration.url, attempts: attempt, last: fault)
            }
            let late = TeacherError.outOfTime(
                endpoint: configuration.url, seconds: configuration.requestLimit, attempts: attempt, last: fault)
            let pause = retries.pause(after: attempt, wait: fault.wait, key: key)
            guard clock.now() - start + pause < limit else { throw late }
            guard (try? await clock.sleep(pause)) != nil else { throw .cancelled }
            // On a busy machine a pause takes longer than it should.
            guard clock.now() - start < limit else { throw late }
            attempt += 1
        }
    }

    private static func clientConfiguration(
        _ configuration: EndpointConfiguration
    ) throws(TeacherError) -> HTTPClient.Configuration {
        var client = HTTPClient.Configuration()
        if let path = configuration.trustedCertificates {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(path), !certificates.isEmpty else {
                throw .badConfiguration(
                    key: EndpointConfiguration.CodingKeys.trustedCertificates.rawValue,
                    problem: "names '\(path)', in which no certificate (PEM) can be read")
            }
            var security = TLSConfiguration.makeClientConfiguration()
            security.additionalTrustRoots = [.certificates(certificates)]
            client.tlsConfiguration = security
        }
        // A redirected POST would become a GET, and the key might go to another host.
        client.redirectConfiguration = .disallow
        client.timeout.connect = .seconds(10)
        client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.concurrency
        // Attempts and their pauses are counted here, not in the client as well.
        client.connectionPool.retryConnectionEstablishment = false
        return client
    }
}
