/// Why a dump cannot be made as it was asked for.
package enum DumpError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A site that there is not, in words.
    case sites(String)
    /// A distance between states that does not go, in words.
    case distance(String)
    /// A layer that the model lacks.
    case layer(Int, of: Int)
    /// Values that no strategy published, and those that were.
    case unpublished(names: [String], found: [String])
    /// A file of the folder holds something else.
    case occupied(file: String, folder: String)

    package var description: String {
        switch self {
        case .sites(let problem): "sites: \(problem)"
        case .distance(let problem): "state-every: \(problem)"
        case .layer(let layer, let count):
            "layers: \(layer) is no layer of this model, whose layers are 0 to \(count - 1)"
        case .unpublished(let names, let found):
            "sites: no strategy published \(names.map { "'\($0)'" }.joined(separator: ", "))"
                + (found.isEmpty ? "" : "; what was published: \(found.joined(separator: ", "))")
        case .occupied(let file, let folder):
            "\(folder) has a finished \(file) of another dump; choose another folder with --output, or remove that file"
        }
    }
}
