package import Foundation

/// The content of a small file.
///
/// - Throws: `StoreError.notFound`, `notAFile`, `unreadable`; `unsupported` for a file of more than `limit` bytes.
package func wholeFile(_ url: URL, atMost limit: Int) throws(StoreError) -> [UInt8] {
    let file = try InputFile(url)
    guard file.size <= limit else {
        throw .unsupported(path: file.path, reason: "\(file.size) bytes are too many for such a file, at most \(limit)")
    }
    return try file.bytes(0..<file.size)
}
