import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Why an attempt brought no answer.
enum CallFailure: Error {
    /// Another attempt would fail as well.
    case lasting(TeacherError)
    /// Another attempt may succeed.
    case passing(EndpointFault)

    /// What an error of the connection, or one of ours, comes to.
    init(_ error: any Error, at endpoint: String, limit: Duration) {
        let tooSlow = CallFailure.passing(.tooSlow(seconds: limit / .seconds(1)))
        switch error {
        case let failure as CallFailure: self = failure
        case let error as TeacherError: self = .lasting(error)
        case let fault as EndpointFault: self = .passing(fault)
        // Nothing but the limit cancels a call.
        case is CancellationError: self = tooSlow
        case let error as HTTPClientError where [.cancelled, .deadlineExceeded].contains(error): self = tooSlow
        case let error as NIOSSLError where Self.isDistrust(error):
            self = .lasting(.untrusted(endpoint: endpoint, reason: "its certificate is not valid for this system"))
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .lasting(.untrusted(endpoint: endpoint, reason: "its certificate is for another host"))
        case let error as NIOConnectionError: self = .passing(.unreachable(reason: Self.reason(error)))
        case let error as IOError where Self.connectingFaults.contains(error.errnoCode):
            self = .passing(.unreachable(reason: String(cString: strerror(error.errnoCode))))
        case let error as HTTPClientError where [.connectTimeout, .tlsHandshakeTimeout].contains(error):
            self = .passing(.unreachable(reason: "\(error)"))
        case is NIOSSLError: self = .passing(.unreachable(reason: "\(error)"))
        default: self = .passing(.disconnected(reason: "\(error)"))
        }
    }

    /// What the system says of an address where nothing answers.
    private static let connectingFaults = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN]

    private static func isDistrust(_ error: NIOSSLError) -> Bool {
        guard case .handshakeFailed(let cause) = error else { return false }
        return "\(cause)".contains("CERTIFICATE_VERIFY_FAILED")
    }

    private static func reason(_ error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first { return "\(failure.error)" }
        return "the name '\(error.host)' has no address"
    }
}
