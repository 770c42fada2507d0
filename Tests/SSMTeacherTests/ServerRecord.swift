import Synchronization

/// What the handlers of all connections of a server share.
final class ServerRecord: Sendable {
    struct State {
        var requests: [ReceivedRequest] = []
        var underWay = 0
        var greatestConcurrency = 0
    }

    let state = Mutex(State())
}
