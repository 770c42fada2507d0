import CHDF5

/// The version of the HDF5 library that this process runs with.
package enum HDF5Version {
    /// Such as "1.10.8".
    ///
    /// - Throws: `StoreError.libraryUnusable`.
    package static func current() throws(StoreError) -> String {
        try HDF5Library.perform(.reading, "libhdf5") { calls throws(StoreError) in
            var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
            try calls.check(H5get_libversion(&major, &minor, &release), "asking for its version")
            return "\(major).\(minor).\(release)"
        }
    }
}
