package import Foundation
package import SSMTensor

/// The content of a checkpoint file: named tensors in order, texts and a few facts.
package struct Checkpoint: Sendable {
    /// The version of the arrangement of checkpoints that is written here.
    package static let formatVersion = 1

    /// Tensors by names with groups, such as "model/backbone.embeddings.weight"; their order is kept.
    package var tensors: ParameterTree
    /// Texts such as "configuration", "tokenizer" and "progress", which stand under /texts in the file.
    package var texts: [String: String]
    /// Facts about the whole, as attributes of the file.
    package var attributes: [String: HDF5Attribute]

    /// A checkpoint in memory.
    package init(
        tensors: ParameterTree, texts: [String: String] = [:], attributes: [String: HDF5Attribute] = [:]
    ) {
        self.tensors = tensors
        self.texts = texts
        self.attributes = attributes
    }

    private enum Key {
        static let format = "format"
        static let formatName = "ssmlab-checkpoint"
        static let version = "format_version"
        static let order = "order"
        static let texts = "texts/"
    }
}

// MARK: - Writing

extension Checkpoint {
    /// Writes the checkpoint: temporary name, read back, digest, sync, rename.
    ///
    /// - Parameter progress: told after each tensor how many bytes it has.
    /// - Throws: `StoreError.writeFailed`, `notStorable`; a file that stood there before is then untouched.
    package func write(to url: URL, progress: (Int) -> Void = { _ in }) throws(StoreError) {
        let writer = try HDF5Writer(creating: url)
        try writer.set(.text(Key.formatName), named: Key.format)
        try writer.set(.integer(Checkpoint.formatVersion), named: Key.version)
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            try writer.set(value, named: name)
        }
        for (order, (name, tensor)) in tensors.enumerated() {
            if name.hasPrefix(Key.texts) {
                throw .notStorable(path: url.path, entry: name, reason: "'\(Key.texts)' is kept for texts")
            }
            try writer.write(tensor, to: name)
            try writer.set(.integer(order), named: Key.order, on: name)
            progress(tensor.count * MemoryLayout<Float>.stride)
        }
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            try writer.write(text, to: Key.texts + name)
        }
        try writer.finish()
    }
}

// MARK: - Reading

extension Checkpoint {
    /// Reads a checkpoint, after its digest has been compared.
    ///
    /// An HDF5 file of another program is taken as a checkpoint when all of its datasets are floating point of 32 or
    /// 16 bits, and after `checker` has read it in a process of its own.
    ///
    /// - Throws: `StoreError`: `notFound`, `notAFile`, `unreadable`, `damaged`, `unsupported`, `foreign`, `refused`,
    ///   `wrongKind`.
    package init(
        contentsOf url: URL, on device: Device, checker: ForeignFileChecker? = nil
    ) throws(StoreError) {
        let reader = try HDF5Reader(contentsOf: url, checker: checker)
        attributes = try reader.attributes()
        if reader.isSealed { try Checkpoint.checkFormat(of: attributes, path: url.path) }
        attributes[Key.format] = nil
        attributes[Key.version] = nil

        texts = [:]
        var ordered: [(order: Int, name: String)] = []
        for name in reader.names {
            if name.hasPrefix(Key.texts) {
                texts[String(name.dropFirst(Key.texts.count))] = try reader.text(name)
            } else if case .integer(let order)? = try reader.attributes(of: name)[Key.order] {
                ordered.append((order, name))
            } else {
                ordered.append((Int.max, name))
            }
        }
        tensors = ParameterTree()
        for (_, name) in ordered.sorted(by: { ($0.order, $0.name) < ($1.order, $1.name) }) {
            tensors[name] = try reader.floats(name, on: device)
        }
        try reader.close()
    }

    private static func checkFormat(of attributes: [String: HDF5Attribute], path: String) throws(StoreError) {
        guard attributes[Key.format] == .text(Key.formatName) else {
            throw .unsupported(path: path, reason: "this is no checkpoint; give the path of a checkpoint")
        }
        guard attributes[Key.version] == .integer(formatVersion) else {
            let found = attributes[Key.version].map { "\($0)" } ?? "none"
            throw .unsupported(
                path: path,
                reason: "checkpoint format \(found); this program reads \(formatVersion), "
                    + "so use the program that wrote it")
        }
    }
}
