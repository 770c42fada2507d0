/// Named tensors in a fixed order.
///
/// Names are paths like `model/backbone.embedding.weight`; the order is that of the first assignment.
public struct ParameterTree: Sendable, Sequence {
    private var places: [String: Int] = [:]
    private var entries: [(name: String, tensor: Tensor)] = []

    /// A tree without tensors.
    public init() {}

    /// The names, in order.
    public var names: [String] { entries.map(\.name) }

    /// Number of tensors.
    public var count: Int { entries.count }

    /// Number of elements of all tensors.
    public var parameterCount: Int { entries.reduce(0) { $0 + $1.tensor.count } }

    /// The tensor of a name; assigning nil removes it.
    ///
    /// - Complexity: O(1), removal O(n).
    public subscript(_ name: String) -> Tensor? {
        get { places[name].map { entries[$0].tensor } }
        set {
            switch (places[name], newValue) {
            case (let place?, let tensor?):
                entries[place].tensor = tensor
            case (nil, let tensor?):
                places[name] = entries.count
                entries.append((name, tensor))
            case (let place?, nil):
                entries.remove(at: place)
                places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
            case (nil, nil):
                break
            }
        }
    }

    /// The pairs of name and tensor, in order.
    public func makeIterator() -> IndexingIterator<[(name: String, tensor: Tensor)]> {
        entries.makeIterator()
    }

    /// A tree of the same names with other tensors.
    public func mapValues<Failure: Error>(
        _ transform: (Tensor) throws(Failure) -> Tensor
    ) throws(Failure) -> ParameterTree {
        var result = self
        for place in entries.indices {
            result.entries[place].tensor = try transform(entries[place].tensor)
        }
        return result
    }

    /// This tree and another one; where both have a name, the other's tensor counts.
    public func merging(_ other: ParameterTree) -> ParameterTree {
        var result = self
        for (name, tensor) in other { result[name] = tensor }
        return result
    }

    /// A tree with `prefix` before each name.
    public func prefixed(_ prefix: String) -> ParameterTree {
        var result = ParameterTree()
        for (name, tensor) in self { result[prefix + name] = tensor }
        return result
    }

    /// The tensors whose names begin with `prefix`, without it.
    public func group(under prefix: String) -> ParameterTree {
        var result = ParameterTree()
        for (name, tensor) in self where name.hasPrefix(prefix) {
            result[String(name.dropFirst(prefix.count))] = tensor
        }
        return result
    }
}
