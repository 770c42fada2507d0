import Foundation

/// The index of a model in shards: which file holds which tensor.
struct SafetensorsIndex {
    /// The longest index that is read, in bytes.
    private static let limit = 100_000_000

    /// The path that errors name.
    let path: String
    /// The shards in order of their names, each with the tensors that the index places there.
    let shards: [(name: String, tensors: [String])]
    private let places: [String: String]

    /// Reads an index.
    ///
    /// - Throws: `StoreError.damaged`, `notFound`, `notAFile`, `unreadable`.
    init(contentsOf url: URL) throws(StoreError) {
        let file = try InputFile(url)
        path = file.path
        guard file.size <= Self.limit else {
            throw .damaged(path: path, reason: "an index of \(file.size) bytes, of which \(Self.limit) are allowed")
        }
        let bytes = try file.bytes(0..<file.size)
        do throws(JSONScanner.Failure) {
            places = try Self.places(in: bytes)
        } catch {
            throw .damaged(path: path, reason: "\(error)")
        }
        let tensors = Dictionary(grouping: places.keys) { [places] in places[$0] ?? "" }
        shards = tensors.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }

    /// Compares a shard with what the index says of it.
    ///
    /// - Throws: `StoreError.damaged`, for the index.
    func check(_ file: SafetensorsFile, named shard: String) throws(StoreError) {
        for name in file.names where places[name] != shard {
            let place = places[name].map { "places it in '\($0)'" } ?? "does not name it"
            throw .damaged(path: path, reason: "'\(shard)' holds '\(name)', and the index \(place)")
        }
        let held = Set(file.names)
        for case (let name, shard) in places where !held.contains(name) {
            throw .damaged(path: path, reason: "the index places '\(name)' in '\(shard)', which does not hold it")
        }
    }

    /// The value of `weight_map`; other members, such as `metadata` with its `total_size`, are passed over.
    private static func places(in json: [UInt8]) throws(JSONScanner.Failure) -> [String: String] {
        guard case .object(let members) = try JSONNode(parsing: json) else {
            throw JSONScanner.Failure("an index is a JSON object")
        }
        let maps = members.filter { $0.name == "weight_map" }
        guard maps.count == 1, case .object(let weights) = maps[0].value else {
            throw JSONScanner.Failure("an index has one 'weight_map', which is an object")
        }
        var places: [String: String] = [:]
        for weight in weights {
            guard case .string(let shard) = weight.value, isFileName(shard) else {
                throw JSONScanner.Failure(
                    "weight_map places '\(weight.name)' in \(weight.value.summary), which is not the name of a file "
                        + "in the same folder")
            }
            if places.updateValue(shard, forKey: weight.name) != nil {
                throw JSONScanner.Failure("weight_map has '\(weight.name)' twice")
            }
        }
        return places
    }

    /// Whether a text can only be the name of something in a folder.
    private static func isFileName(_ text: String) -> Bool {
        !["", ".", ".."].contains(text) && !text.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 0x20 || $0 == 0x7F }
    }
}
