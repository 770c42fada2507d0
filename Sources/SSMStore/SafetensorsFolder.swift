import Foundation

/// The names that the weights of one base have in a folder.
struct SafetensorsFolder {
    let folder: URL
    let base: String

    /// The only file of a model that is not in shards.
    var single: URL { folder.appendingPathComponent("\(base).safetensors") }

    /// The index of a model in shards.
    var index: URL { folder.appendingPathComponent("\(base).safetensors.index.json") }

    /// A shard by its number from 0, as `model-00001-of-00003.safetensors`.
    func shard(_ number: Int, of count: Int) -> URL {
        func digits(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
        }
        return folder.appendingPathComponent("\(base)-\(digits(number + 1))-of-\(digits(count)).safetensors")
    }

    /// Deletes a file of the folder if it is there, for good.
    ///
    /// - Throws: `StoreError.writeFailed`.
    func remove(_ url: URL) throws(StoreError) {
        if unlink(url.path) != 0 {
            if errno == ENOENT { return }
            throw .writeFailed(path: url.path, reason: "an old file cannot be deleted: \(SystemCall.lastError)")
        }
        guard SystemCall.syncFolder(folder.path) else {
            throw .writeFailed(path: folder.path, reason: SystemCall.lastError)
        }
    }

    /// Deletes every file of this base but some: the index first, the shards last, so that no index is without shards.
    ///
    /// - Throws: `StoreError.writeFailed`.
    func removeAll(except kept: [URL]) throws(StoreError) {
        let kept = Set(kept.map(\.lastPathComponent))
        for url in [index, single] where !kept.contains(url.lastPathComponent) { try remove(url) }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw .writeFailed(path: folder.path, reason: error.localizedDescription)
        }
        for name in names where isShard(name) && !kept.contains(name) {
            try remove(folder.appendingPathComponent(name))
        }
    }

    /// Whether a file has the name of a shard of this base.
    private func isShard(_ name: String) -> Bool {
        guard name.hasPrefix("\(base)-"), name.hasSuffix(".safetensors") else { return false }
        let parts = name.dropFirst(base.count + 1).dropLast(".safetensors".count).split(
            separator: "-", omittingEmptySubsequences: false)
        func isNumber(_ text: Substring) -> Bool { text.utf8.count >= 5 && text.utf8.allSatisfy { 48...57 ~= $0 } }
        return parts.count == 3 && isNumber(parts[0]) && parts[1] == "of" && isNumber(parts[2])
    }
}
