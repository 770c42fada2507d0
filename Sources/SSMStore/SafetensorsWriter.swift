package import Foundation
package import SSMTensor

/// Writes tensors as safetensors files of F32 values, which transformers and the safetensors package read.
///
/// Tensors are in the order of their names; the header is padded with spaces so that the values begin at a multiple of
/// 64 bytes. The metadata says `"format": "pt"` unless it is told otherwise: transformers refuses a file without it.
package enum SafetensorsWriter {
    /// The values of a file begin at a multiple of this, in bytes.
    private static let alignment = 64

    /// Writes one file, so that a reader finds the old file or the whole new one, even after a crash.
    ///
    /// - Parameter progress: told after each tensor how many bytes it has.
    /// - Throws: `StoreError.notStorable` for a name that the format does not allow, `writeFailed`; the old file is then
    ///   untouched.
    package static func write(
        _ tensors: ParameterTree, to url: URL, metadata: [String: String] = [:], progress: (Int) -> Void = { _ in }
    ) throws(StoreError) {
        let partial = try complete(sorted(tensors, for: url), at: url, metadata, progress)
        do throws(StoreError) {
            try partial.publish()
        } catch {
            partial.discard()
            throw error
        }
    }

    /// Writes `<base>.safetensors` into a folder, or shards and `<base>.safetensors.index.json` when the values take
    /// more than `shardBytes`. What an earlier export of that base left is replaced or deleted.
    ///
    /// All values are on the disk before any file of the earlier export is touched. A crash after that leaves the old
    /// files, the new ones, or shards without an index, which a reader reports; never a mixture that can be read.
    ///
    /// - Parameters:
    ///   - shardBytes: the most that the values of a shard take, except where one tensor alone takes more.
    ///   - progress: told after each tensor how many bytes it has.
    /// - Throws: `StoreError.notStorable`, `writeFailed`.
    package static func write(
        _ tensors: ParameterTree, toFolder folder: URL, base: String, shardBytes: Int = 5_000_000_000,
        metadata: [String: String] = [:], progress: (Int) -> Void = { _ in }
    ) throws(StoreError) {
        precondition(shardBytes > 0, "SafetensorsWriter: shards of \(shardBytes) bytes")
        let files = SafetensorsFolder(folder: folder, base: base)
        let shards = shards(of: try sorted(tensors, for: files.single), bytes: shardBytes)
        guard shards.count > 1 else {
            try write(tensors, to: files.single, metadata: metadata, progress: progress)
            return try files.removeAll(except: [files.single])
        }
        let urls = shards.indices.map { files.shard($0, of: shards.count) }
        var partials: [PartialFile] = []
        do throws(StoreError) {
            for (url, shard) in zip(urls, shards) { partials.append(try complete(shard, at: url, metadata, progress)) }
            // An old index must not describe new shards.
            try files.remove(files.index)
            for partial in partials { try partial.publish() }
        } catch {
            for partial in partials { partial.discard() }
            throw error
        }
        try writeAtomically(index(of: Array(zip(urls, shards))), to: files.index)
        try files.removeAll(except: urls + [files.index])
    }
}

extension SafetensorsWriter {
    private typealias Named = (name: String, tensor: Tensor)

    /// The tensors by the bytes of their names, which are checked.
    private static func sorted(_ tensors: ParameterTree, for url: URL) throws(StoreError) -> [Named] {
        for name in tensors.names {
            if let fault = SafetensorsHeader.fault(inName: name) {
                throw .notStorable(path: url.path, entry: name, reason: fault)
            }
        }
        return tensors.map { ($0.name, $0.tensor) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Consecutive tensors together, as many as fit.
    private static func shards(of tensors: [Named], bytes limit: Int) -> [[Named]] {
        var shards: [[Named]] = [[]]
        var room = limit
        for entry in tensors {
            let size = byteCount(entry.tensor)
            if size > room, shards[shards.count - 1].isEmpty == false {
                shards.append([])
                room = limit
            }
            shards[shards.count - 1].append(entry)
            room = max(0, room - size)
        }
        return shards
    }

    private static func byteCount(_ tensor: Tensor) -> Int { tensor.count * MemoryLayout<Float>.stride }

    /// A file under its temporary name with everything in it.
    private static func complete(
        _ tensors: [Named], at url: URL, _ metadata: [String: String], _ progress: (Int) -> Void
    ) throws(StoreError) -> PartialFile {
        let partial = try PartialFile(for: url)
        do throws(StoreError) {
            let header = header(of: tensors, metadata)
            try partial.write(header, at: 0)
            var offset = header.count
            for (_, tensor) in tensors {
                try partial.write(tensor, at: offset)
                offset += byteCount(tensor)
                progress(byteCount(tensor))
            }
        } catch {
            partial.discard()
            throw error
        }
        return partial
    }

    /// The length, the JSON and its padding.
    private static func header(of tensors: [Named], _ metadata: [String: String]) -> [UInt8] {
        let texts = metadata.merging(["format": "pt"]) { given, _ in given }.sorted { $0.key < $1.key }
        var members = [
            "\"__metadata__\":{"
                + texts.map { "\(JSONNode.quoted($0.key)):\(JSONNode.quoted($0.value))" }.joined(separator: ",") + "}"
        ]
        var offset = 0
        for (name, tensor) in tensors {
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            let end = offset + byteCount(tensor)
            members.append(
                "\(JSONNode.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var json = Array("{\(members.joined(separator: ","))}".utf8)
        let rest = (8 + json.count) % alignment
        json += repeatElement(UInt8(ascii: " "), count: rest == 0 ? 0 : alignment - rest)
        return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
    }

    private static func index(of shards: [(url: URL, tensors: [Named])]) -> String {
        let size = shards.reduce(0) { $1.tensors.reduce($0) { $0 + byteCount($1.tensor) } }
        let lines = shards.flatMap { shard in
            shard.tensors.map {
                "    \(JSONNode.quoted($0.name)): \(JSONNode.quoted(shard.url.lastPathComponent))"
            }
        }
        return """
            {
              "metadata": {
                "total_size": \(size)
              },
              "weight_map": {
            \(lines.joined(separator: ",\n"))
              }
            }

            """
    }
}
