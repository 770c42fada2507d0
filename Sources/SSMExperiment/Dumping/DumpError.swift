/// Why a dump cannot be made as it was asked for.
package enum DumpError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A site that there is not, in words.
    case sites(String)
    /// A distance between states that does not go, in words.
    case distance(String)
    /// A layer that the model lacks.
    case layer(Int, of: Int)
    /// Values that no strategy gave, and those that strategies gave.
    case notGiven(names: [String], found: [String])
    /// A file of the folder holds something else.
    case occupied(file: String, folder: String)

    /// Whether what was asked for is at fault, and not what a folder holds.
    package var isOfRequest: Bool {
        if case .occupied = self { false } else { true }
    }

    package var description: String {
        switch self {
        case .sites(let problem): "sites: \(problem)"
        case .distance(let problem): "state-every: \(problem)"
        case .layer(let layer, let count):
            "layers: \(layer) is no layer of this model, whose layers are 0 to \(count - 1)"
        case .notGiven(let names, let found):
            "sites: no strategy gave \(names.map { "'\($0)'" }.joined(separator: ", ")) in the layers of the dump"
                + (found.isEmpty ? "" : "; what strategies gave: \(found.joined(separator: ", "))")
        case .occupied(let file, let folder):
            "\(folder) has a finished \(file) of another dump; choose another folder with --output, or remove that file"
        }
    }
}
