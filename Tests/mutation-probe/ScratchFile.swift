import Foundation

/// A file that gets one content after another; deleted with this value.
final class ScratchFile {
    let url: URL
    private let descriptor: Int32

    /// Makes an empty file.
    init(_ url: URL) throws {
        self.url = url
        descriptor = open(url.path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    deinit {
        close(descriptor)
        unlink(url.path)
    }

    /// Replaces the content in place: much faster than a new file for each.
    func replace(with bytes: [UInt8]) throws {
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0
        else { throw CocoaError(.fileWriteUnknown) }
    }
}
