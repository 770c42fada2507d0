import CHDF5
import Crypto

/// A dataset of a file that is being written, and what must be found in it afterwards.
struct WrittenEntry: Sendable {
    /// Kind and dimensions so far.
    var entry: HDF5Entry
    /// Digest of the values so far, as they lie in memory.
    var hash = SHA256()
    /// The dataset while it is open for more rows.
    var dataset: hid_t?
}
