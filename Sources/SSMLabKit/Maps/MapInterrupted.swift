/// A signal ended `ssmlab map`.
enum MapInterrupted: Error, CustomStringConvertible {
    /// While a sequence was read or maps were computed.
    case computing
    /// While figures were drawn of the maps in a folder.
    case drawing(path: String)

    var description: String {
        switch self {
        case .computing:
            "interrupted; no map is written, and those that stood in the folder before are untouched"
        case .drawing(let path):
            "interrupted; \(path)/\(MapFile.name) is whole, but not all figures are drawn; the same command makes them"
        }
    }
}
