/// A small fact attached to a file, a group or a dataset.
package enum HDF5Attribute: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    /// Stored as h5py does, as an enumeration of FALSE and TRUE.
    case flag(Bool)
}
