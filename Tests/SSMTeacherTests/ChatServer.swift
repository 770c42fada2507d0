import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A chat-completions server on the loopback interface that does what a test says.
final class ChatServer: Sendable {
    typealias Script = @Sendable (ReceivedRequest) -> ServerReply

    /// The address before "/chat/completions".
    let url: String
    private let channel: any Channel
    private let record: ServerRecord

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - certificate: Speaks HTTPS with a certificate that no system trusts.
    ///   - host: An address of the loopback interface.
    init(certificate: TestCertificate? = nil, host: String = "127.0.0.1", _ script: @escaping Script) async throws {
        let record = ServerRecord()
        let context = try certificate.map { try NIOSSLContext(configuration: $0.serverConfiguration) }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(ChatHandler(record: record, script: script))
                }
            }
            .bind(host: host, port: 0).get()
        self.record = record
        url = "\(certificate == nil ? "http" : "https")://\(host):\(channel.localAddress?.port ?? 0)/v1"
    }

    deinit {
        channel.close(promise: nil)
    }

    /// All requests so far.
    var requests: [ReceivedRequest] { record.state.withLock { $0.requests } }

    /// The most requests that were under way at a time.
    var greatestConcurrency: Int { record.state.withLock { $0.greatestConcurrency } }

    /// Waits until there were so many requests; after ten seconds there will not be.
    func waitForRequests(_ count: Int) async throws {
        for _ in 0..<5000 where requests.count < count { try await Task.sleep(for: .milliseconds(2)) }
    }
}
