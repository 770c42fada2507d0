import CHDF5

extension HDF5Calls {
    /// Creates a file over the one at `path`, with room for the user block.
    ///
    /// - Throws: `writeFailed`.
    func createFile(at path: String) throws(StoreError) -> hid_t {
        try using(.properties, H5Pcreate(ssm_h5_file_creation()), "creating") { creation throws(StoreError) in
            try check(H5Pset_userblock(creation, hsize_t(UserBlock.size)), "reserving the user block")
            return try withFileAccess { access throws(StoreError) in
                try handle(H5Fcreate(path, ssm_h5_truncate(), creation, access), "creating")
            }
        }
    }

    /// Opens a file for reading.
    ///
    /// - Throws: `damaged`.
    func openFile(at path: String) throws(StoreError) -> hid_t {
        try withFileAccess { access throws(StoreError) in
            try handle(H5Fopen(path, ssm_h5_read_only(), access), "opening")
        }
    }

    /// Flushes a written file and closes it.
    ///
    /// - Throws: `writeFailed`, `damaged`.
    func closeFile(_ file: hid_t) throws(StoreError) {
        do throws(StoreError) {
            if purpose == .writing { try check(H5Fflush(file, H5F_SCOPE_GLOBAL), "flushing") }
        } catch {
            abandonFile(file)
            throw error
        }
        try check(H5Fclose(file), "closing")
    }

    /// Closes a file and all that is open in it, whatever happens.
    func abandonFile(_ file: hid_t) {
        _ = H5Fclose(file)
    }

    private func withFileAccess<Result>(
        _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try using(.properties, H5Pcreate(ssm_h5_file_access()), "preparing") { access throws(StoreError) in
            // Closing the file closes what an error has left open in it.
            try check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "preparing")
            // The temporary file is locked by its writer, and a published one never changes.
            try check(H5Pset_file_locking(access, false, true), "preparing")
            return try body(access)
        }
    }
}
