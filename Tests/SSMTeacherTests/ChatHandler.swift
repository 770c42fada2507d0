import Foundation
import NIOCore
import NIOHTTP1

/// Reads the requests of one connection and plays the script.
final class ChatHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let record: ServerRecord
    private let script: ChatServer.Script
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(record: ServerRecord, script: @escaping ChatServer.Script) {
        self.record = record
        self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part):
            body.writeBuffer(&part)
        case .end:
            guard let head,
                let content = try? JSONDecoder().decode(ReceivedRequest.Body.self, from: Data(body.readableBytesView))
            else { return context.close(promise: nil) }
            let request = record.state.withLock { state in
                let request = ReceivedRequest(
                    number: state.requests.count + 1, uri: head.uri, headers: head.headers, body: content)
                state.requests.append(request)
                state.underWay += 1
                state.greatestConcurrency = max(state.greatestConcurrency, state.underWay)
                return request
            }
            Self.play(script(request), on: context.channel, record)
        }
    }

    private static func play(_ reply: ServerReply, on channel: any Channel, _ record: ServerRecord) {
        switch reply {
        case .later(let milliseconds, let reply):
            channel.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) { play(reply, on: channel, record) }
            return
        case .behind(let gate, let reply):
            gate.whenOpen { channel.eventLoop.execute { play(reply, on: channel, record) } }
            return
        default: record.state.withLock { $0.underWay -= 1 }
        }
        switch reply {
        case .response(let status, let headers, let body):
            var headers = headers
            headers.add(name: "content-type", value: "application/json")
            headers.add(name: "content-length", value: "\(body.utf8.count)")
            send(status, headers, [body], isEnded: true, on: channel)
        case .stream(let pieces, let isEnded, let isClosed):
            send(
                .ok, ["content-type": "text/event-stream", "transfer-encoding": "chunked"], pieces, isEnded: isEnded,
                on: channel)
            if !isEnded && isClosed { channel.close(promise: nil) }
        case .torn(let body):
            let headers: HTTPHeaders = ["content-type": "application/json", "content-length": "\(body.utf8.count + 1)"]
            send(.ok, headers, [body], isEnded: false, on: channel)
            channel.close(promise: nil)
        case .closed: channel.close(promise: nil)
        case .silence, .later, .behind: break
        }
    }

    private static func send(
        _ status: HTTPResponseStatus, _ headers: HTTPHeaders, _ pieces: [String], isEnded: Bool, on channel: any Channel
    ) {
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        channel.writeAndFlush(HTTPServerResponsePart.head(head), promise: nil)
        for piece in pieces {
            let buffer = channel.allocator.buffer(string: piece)
            channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
        }
        if isEnded { channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil) }
    }
}
