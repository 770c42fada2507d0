package import Foundation

/// Writes a small file so that a reader finds the old content or the new one and nothing between, even after a crash.
///
/// - Throws: `StoreError.writeFailed`; the old content is then untouched.
package func writeAtomically(_ data: Data, to url: URL) throws(StoreError) {
    let partial = try PartialFile(for: url)
    do throws(StoreError) {
        try partial.write(data)
        try partial.publish()
    } catch {
        partial.discard()
        throw error
    }
}

/// Writes a small text as UTF-8, as `writeAtomically(_:to:)` does for data.
///
/// - Throws: `StoreError.writeFailed`.
package func writeAtomically(_ text: String, to url: URL) throws(StoreError) {
    try writeAtomically(Data(text.utf8), to: url)
}
