/// A small fact attached to a file, a group or a dataset.
package enum HDF5Attribute: Hashable, Sendable {
    case text(String)
    case integer(Int)
    /// A list, which is written and not read back.
    case integers([Int32])
    case number(Double)
    /// Stored as h5py does, as an enumeration of FALSE and TRUE.
    case flag(Bool)
}
