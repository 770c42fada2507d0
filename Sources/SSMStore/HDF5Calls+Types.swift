import CHDF5

extension HDF5Calls {
    /// Runs with the type that values of a kind have in the file.
    func withFileType<Result>(
        _ kind: HDF5Entry.Kind, _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        switch kind {
        case .float32: try body(ssm_h5_float32_le())
        case .float16: try withHalfType(name, body)
        case .int64: try body(ssm_h5_int64_le())
        case .int32: try body(ssm_h5_int32_le())
        case .text: try withTextType(name, body)
        case .texts(let width): try withTextType(ofBytes: width, name, body)
        case .other(let words): preconditionFailure("HDF5Calls: \(name) of \(words)")
        }
    }

    /// Runs with the type that values of a kind have in memory.
    func withMemoryType<Result>(
        _ kind: HDF5Entry.Kind, _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        switch kind {
        case .float32: try body(ssm_h5_native_float())
        case .int64: try body(ssm_h5_native_int64())
        case .int32: try body(ssm_h5_native_int32())
        // As in the file, little-endian: the library converts these ten times more slowly than our kernels.
        case .float16, .text, .texts, .other: try withFileType(kind, name, body)
        }
    }

    /// Runs with the type of IEEE 754 binary16, for which this version of the library has no name.
    func withHalfType<Result>(
        _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try using(.type, H5Tcopy(ssm_h5_float32_le()), name) { type throws(StoreError) in
            try check(H5Tset_fields(type, 15, 10, 5, 0, 10), name)
            try check(H5Tset_size(type, 2), name)
            try check(H5Tset_ebias(type, 15), name)
            return try body(type)
        }
    }

    /// Runs with the type of a variable-length UTF-8 text.
    func withTextType<Result>(
        _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try withTextType(ofBytes: ssm_h5_variable(), name, body)
    }

    /// Runs with the type of a UTF-8 text of so many bytes, the rest of which are zero.
    private func withTextType<Result>(
        ofBytes size: Int, _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try using(.type, H5Tcopy(ssm_h5_c_string()), name) { type throws(StoreError) in
            try check(H5Tset_size(type, size), name)
            try check(H5Tset_cset(type, H5T_CSET_UTF8), name)
            if size != ssm_h5_variable() { try check(H5Tset_strpad(type, H5T_STR_NULLPAD), name) }
            return try body(type)
        }
    }
}
