import CHDF5

extension HDF5Calls {
    /// How a dataset lies in the file.
    enum Layout {
        /// All values in one piece, without filters.
        case contiguous
        /// Rows in chunks; the first dimension grows.
        case growing(chunk: [Int], isCompressed: Bool)
    }

    /// Creates a dataset and the groups above it; the caller closes it.
    func createDataset(
        _ entry: HDF5Entry, at name: String, in file: hid_t, layout: Layout
    ) throws(StoreError) -> hid_t {
        try using(.properties, H5Pcreate(ssm_h5_link_creation()), name) { link throws(StoreError) in
            try check(H5Pset_create_intermediate_group(link, 1), name)
            return try withCreation(layout, name) { creation throws(StoreError) in
                try withAccess(layout, entry.kind, name) { access throws(StoreError) in
                    try withSpace(entry, layout, name) { space throws(StoreError) in
                        try withFileType(entry.kind, name) { type throws(StoreError) in
                            try handle(
                                H5Dcreate2(file, name, type, space, link, creation, access), "creating \(name)")
                        }
                    }
                }
            }
        }
    }

    /// Writes all values of a dataset.
    func write(_ values: UnsafeRawPointer, _ kind: HDF5Entry.Kind, to dataset: hid_t, _ name: String)
        throws(StoreError)
    {
        try withMemoryType(kind, name) { type throws(StoreError) in
            try check(
                H5Dwrite(dataset, type, ssm_h5_all(), ssm_h5_all(), ssm_h5_default(), values), "writing \(name)")
        }
    }

    /// Makes a growing dataset longer by `count` rows of `entry.rowCount` values.
    func append(
        _ values: UnsafeRawPointer, rows count: Int, to dataset: hid_t, holding entry: HDF5Entry, _ name: String
    ) throws(StoreError) {
        let grown = [hsize_t(entry.rows + count)] + entry.shape.dropFirst().map { hsize_t($0) }
        try check(H5Dset_extent(dataset, grown), "extending \(name)")
        let rows = entry.rows..<(entry.rows + count)
        try withRows(rows, of: entry, in: dataset, name) { file, memory throws(StoreError) in
            try withMemoryType(entry.kind, name) { type throws(StoreError) in
                try check(H5Dwrite(dataset, type, memory, file, ssm_h5_default(), values), "writing \(name)")
            }
        }
    }

    /// Writes a text into a dataset made for it.
    func write(text: String, to dataset: hid_t, _ name: String) throws(StoreError) {
        try withTextType(name) { type throws(StoreError) in
            let status = text.withCString { characters in
                withUnsafePointer(to: characters) {
                    H5Dwrite(dataset, type, ssm_h5_all(), ssm_h5_all(), ssm_h5_default(), $0)
                }
            }
            try check(status, "writing \(name)")
        }
    }

    /// Closes a dataset; the place where a full disk shows.
    func closeDataset(_ dataset: hid_t, _ name: String) throws(StoreError) {
        try check(H5Dclose(dataset), "closing \(name)")
    }

    // MARK: - Parts of a dataset

    /// Selects rows of a dataset in the file, with a plain block of memory to match.
    func withRows<Result>(
        _ rows: Range<Int>, of entry: HDF5Entry, in dataset: hid_t, _ name: String,
        _ body: (_ file: hid_t, _ memory: hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try using(.space, H5Dget_space(dataset), name) { file throws(StoreError) in
            let tail = entry.shape.dropFirst().map { hsize_t($0) }
            if !entry.shape.isEmpty {
                let start = [hsize_t(rows.lowerBound)] + tail.map { _ in 0 }
                let count = [hsize_t(rows.count)] + tail
                try check(H5Sselect_hyperslab(file, H5S_SELECT_SET, start, nil, count, nil), "selecting in \(name)")
            }
            let memory = H5Screate_simple(1, [hsize_t(rows.count * entry.rowCount)], nil)
            return try using(.space, memory, name) { memory throws(StoreError) in
                try body(file, memory)
            }
        }
    }

    private func withSpace<Result>(
        _ entry: HDF5Entry, _ layout: Layout, _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        let extent = entry.shape.map { hsize_t($0) }
        var limit = extent
        if case .growing = layout { limit[0] = ssm_h5_unlimited() }
        let space = extent.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extent.count), extent, limit)
        return try using(.space, space, name, body)
    }

    private func withCreation<Result>(
        _ layout: Layout, _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try using(.properties, H5Pcreate(ssm_h5_dataset_creation()), name) { creation throws(StoreError) in
            // The same content gives the same bytes.
            try check(H5Pset_obj_track_times(creation, false), name)
            if case .growing(let chunk, let isCompressed) = layout {
                try check(H5Pset_chunk(creation, Int32(chunk.count), chunk.map { hsize_t($0) }), name)
                guard isCompressed else { return try body(creation) }
                try check(H5Pset_shuffle(creation), name)
                try check(H5Pset_deflate(creation, 1), name)
            }
            return try body(creation)
        }
    }

    private func withAccess<Result>(
        _ layout: Layout, _ kind: HDF5Entry.Kind, _ name: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try using(.properties, H5Pcreate(ssm_h5_dataset_access()), name) { access throws(StoreError) in
            if case .growing(let chunk, _) = layout, let width = kind.bytes {
                // Room for the chunk that is being filled; a chunk that does not fit is written anew at each append.
                try check(H5Pset_chunk_cache(access, 521, chunk.reduce(width, *), 1), name)
            }
            return try body(access)
        }
    }
}
