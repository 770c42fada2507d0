package import Foundation
package import SSMStore
package import SSMTensor
import Synchronization

/// One file of a dump while it is written: what was seen of one sample under one stack of strategies.
///
/// Rows are handed over and written by another thread; who hands over more than the disk takes waits for it. A dataset
/// `<site>/<layer>` has an axis of rows of its own, whose dimension scales are `<site>/<layer>-position`, `-token` and
/// `-text`; the other axes are shared by the layers of a site. The file gets its name when it is finished and verified.
package final class DumpFile: Sendable {
    /// What files of this kind call themselves.
    package static let formatName = "ssmlab dump"
    /// The version of the format.
    package static let formatVersion = 1

    /// Bytes of rows that may wait to be written.
    private static let waitingBytes = 32 << 20
    /// Bytes of a token's text, of which a longer one is cut.
    private static let longestText = 64
    /// Bytes of a text that HDF5 takes as an attribute.
    private static let longestAttribute = 60_000

    private struct Content {
        var datasets: [String: DumpedRows] = [:]
        /// The scales in the order in which they were made, which number the dimensions of netCDF.
        var scales: [String] = []
    }

    private let facts: DumpFacts
    private let form: DumpForm
    private let texts: [TokenID: String]
    private let url: URL
    private let writer: HDF5Writer
    private let work = BackgroundWork(limit: DumpFile.waitingBytes)
    private let content = Mutex(Content())

    /// Begins a file.
    ///
    /// - Parameter texts: the text of each token of the sample; empty without a tokenizer, and then rows have none.
    /// - Throws: `StoreError.writeFailed`.
    package init(creating url: URL, facts: DumpFacts, form: DumpForm, texts: [TokenID: String]) throws(StoreError) {
        self.url = url
        self.facts = facts
        self.form = form
        self.texts = texts
        writer = try HDF5Writer(creating: url)
        for (name, value) in facts.attributes { try writer.set(value, named: name) }
        if facts.configuration.utf8.count <= DumpFile.longestAttribute {
            try writer.set(.text(facts.configuration), named: "configuration")
        } else {
            try writer.write(facts.configuration, to: "configuration")
        }
    }

    /// Hands over rows; those of one site and layer in order.
    ///
    /// - Precondition: called by one thread at a time; the rows of a dataset have one shape.
    /// - Throws: an error of what was handed over before: `StoreError`.
    package func append(_ rows: DumpRows) throws {
        guard !rows.positions.isEmpty else { return }
        try work.submit(bytes: rows.bytes) { [self] in
            try content.withLock { content in try write(rows, to: &content) }
        }
    }

    /// Hands over a tensor that a layer has once, with the names of its axes.
    ///
    /// - Throws: as `append`.
    package func append(_ weight: Tensor, axes: [String], named name: String, of layer: Int) throws {
        try work.submit(bytes: 0) { [self] in
            try content.withLock { content in
                let group = "weights/\(layer)"
                try writer.write(weight, to: "\(group)/\(name)")
                for (axis, length) in zip(axes, weight.shape) {
                    try makeAxis("\(group)/\(axis)", length: length, in: &content)
                }
                for (index, axis) in axes.enumerated() {
                    try writer.attach(scales: ["\(group)/\(axis)"], to: "\(group)/\(name)", axis: index, named: axis)
                }
            }
        }
    }

    /// Writes what waits, verifies the file and gives it its name.
    ///
    /// - Throws: `StoreError`; the file that stood there before is then untouched.
    package func finish() throws -> DumpedFile {
        try work.submit(bytes: 0) { [self] in try content.withLock { content in try connect(content) } }
        try work.finish()
        try writer.finish()
        let datasets = content.withLock { $0.datasets.values.map { ($0.site, $0.layer) } }
        let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize
        return DumpedFile(
            file: url.lastPathComponent, identity: facts.identity, model: facts.model, sample: facts.sample,
            strategy: facts.strategy, seed: facts.seed, tokens: facts.tokens,
            sites: Set(datasets.map(\.0)).sorted(), layers: Set(datasets.map(\.1)).sorted(), bytes: size ?? 0)
    }

    /// Gives the file up.
    package func discard() {
        // Whatever the work came to, nothing of it stays.
        try? work.finish()
        writer.discard()
    }

    // MARK: On the thread that writes

    private func write(_ rows: DumpRows, to content: inout Content) throws {
        let name = "\(rows.site)/\(rows.layer)"
        if content.datasets[name] == nil { try create(rows, named: name, in: &content) }
        switch rows.values {
        case .numbers(let numbers): try writer.append(numbers, to: name)
        case .positions: try writer.append(rows.positions, to: name)
        }
        try writer.append(rows.positions, to: "\(name)-position")
        try writer.append(rows.tokens, to: "\(name)-token")
        if !texts.isEmpty { try writer.append(rows.tokens.map { texts[$0] ?? "" }, to: "\(name)-text") }
    }

    private func create(_ rows: DumpRows, named name: String, in content: inout Content) throws {
        let kind: HDF5Entry.Kind =
            switch rows.values {
            case .numbers: form.isHalf ? .float16 : .float32
            case .positions: .int32
            }
        try writer.createRows(
            name, of: kind, shape: rows.shape, expected: facts.tokens, isCompressed: form.isCompressed)
        content.datasets[name] = DumpedRows(
            site: rows.site, layer: rows.layer, axes: rows.axes, titles: texts.isEmpty ? ["token"] : ["text", "token"])
        for title in ["position", "token"] {
            try createScale("\(name)-\(title)", of: .int32, titled: title, in: &content)
        }
        if let longest = texts.values.map(\.utf8.count).max() {
            let width = min(max(longest, 1), DumpFile.longestText)
            try createScale("\(name)-text", of: .texts(width: width), titled: "text", in: &content)
            // By this attribute, readers of netCDF know that bytes are text.
            try writer.set(.text("utf-8"), named: "_Encoding", on: "\(name)-text")
        }
        for (axis, length) in zip(rows.axes, rows.shape) {
            try makeAxis("\(rows.site)/\(axis)", length: length, in: &content)
        }
    }

    private func createScale(
        _ name: String, of kind: HDF5Entry.Kind, titled title: String, expected: Int? = nil, in content: inout Content
    ) throws {
        try writer.createRows(name, of: kind, shape: [], expected: expected ?? facts.tokens)
        try writer.makeScale(name, titled: title)
        try writer.set(.integer(content.scales.count), named: "_Netcdf4Dimid", on: name)
        content.scales.append(name)
    }

    /// Makes the axis of a site or a layer's weights, which is numbered, unless it is there.
    private func makeAxis(_ name: String, length: Int, in content: inout Content) throws {
        guard !content.scales.contains(name) else { return }
        let title = name.split(separator: "/").last.map(String.init) ?? name
        try createScale(name, of: .int32, titled: title, expected: length, in: &content)
        try writer.append(Array(0..<Int32(length)), to: name)
    }

    /// Attaches the axes of all datasets.
    private func connect(_ content: Content) throws {
        for (name, rows) in content.datasets.sorted(by: { $0.key < $1.key }) {
            let others = rows.titles.map { "\(name)-\($0)" }
            // Of several scales of an axis, readers of netCDF take the last as its name.
            try writer.attach(scales: others + ["\(name)-position"], to: name, axis: 0, named: "token")
            for (index, axis) in rows.axes.enumerated() {
                try writer.attach(scales: ["\(rows.site)/\(axis)"], to: name, axis: index + 1, named: axis)
            }
            // To them the other scales of rows are coordinates along the axis that positions name.
            let position = content.scales.firstIndex(of: "\(name)-position").map { Int32($0) }
            for other in others {
                try writer.set(.integers([position].compactMap(\.self)), named: "_Netcdf4Coordinates", on: other)
            }
            let coordinates = rows.titles.map { "\(rows.layer)-\($0)" }.joined(separator: " ")
            try writer.set(.text(coordinates), named: "coordinates", on: name)
        }
    }
}

/// A dataset of rows of a file that is being written.
private struct DumpedRows {
    let site: String
    let layer: Int
    /// The names of the axes behind that of the rows.
    let axes: [String]
    /// The scales of the rows besides their positions.
    let titles: [String]
}
