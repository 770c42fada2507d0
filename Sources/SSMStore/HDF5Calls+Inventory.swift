import CHDF5

/// Bounds on what an honest file contains.
private enum Bounds {
    static let rank = 8
    static let depth = 32
    static let objects = 1_000_000
    static let chunkBytes = 64 << 20
    static let textBytes = 1 << 30
    /// Deflate makes at most 1032 bytes of one.
    static let expansion = 1032
    static let filters: Set<H5Z_filter_t> = [1, 2, 3]  // deflate, shuffle, fletcher32
}

extension HDF5Calls {
    /// All datasets of a file by full name without a leading slash, after a look at each of them and at each link.
    ///
    /// Nothing that leads out of the file is followed: soft, external and user-defined links, external storage and
    /// virtual datasets are refused, as are filters other than deflate, shuffle and fletcher32, and sizes that the
    /// file cannot hold.
    ///
    /// - Throws: `refused`, `damaged`.
    func inventory(of file: hid_t, size: Int) throws(StoreError) -> [String: HDF5Entry] {
        var entries: [String: HDF5Entry] = [:]
        var pending = ["/"]
        var objects = 0
        while let group = pending.popLast() {
            for link in try links(of: group, in: file) {
                let name = group == "/" ? link.name : "\(group)/\(link.name)"
                objects += 1
                if objects > Bounds.objects { throw refused(name, "more than \(Bounds.objects) objects") }
                guard link.isHard else { throw refused(name, "a link that is not part of the file") }
                var info = H5O_info_t()
                try check(ssm_h5_object_info(file, name, &info), "looking at \(name)")
                switch info.type {
                case H5O_TYPE_GROUP:
                    let depth = name.utf8.count { $0 == UInt8(ascii: "/") } + 1
                    if depth > Bounds.depth { throw refused(name, "groups nested deeper than \(Bounds.depth)") }
                    pending.append(name)
                case H5O_TYPE_DATASET:
                    entries[name] = try entry(at: name, in: file, size: size)
                default:
                    throw refused(name, "neither a group nor a dataset")
                }
            }
        }
        return entries
    }

    private func refused(_ name: String, _ reason: String) -> StoreError {
        .refused(path: path, entry: name, reason: reason)
    }

    private struct Link {
        let name: String
        let isHard: Bool
    }

    private func links(of group: String, in file: hid_t) throws(StoreError) -> [Link] {
        try using(.group, H5Gopen2(file, group, ssm_h5_default()), "opening \(group)") { id throws(StoreError) in
            var links: [Link] = []
            let status = withUnsafeMutablePointer(to: &links) { links in
                ssm_h5_visit_links(
                    id,
                    { _, name, info, links in
                        guard let name, let info, let links,
                            let valid = String(validatingCString: name)
                        else { return -1 }
                        let link = Link(name: valid, isHard: info.pointee.type == H5L_TYPE_HARD)
                        let list = links.assumingMemoryBound(to: [Link].self)
                        list.pointee.append(link)
                        return list.pointee.count > Bounds.objects ? 1 : 0
                    }, links)
            }
            if try result(status, "listing \(group)") > 0 { throw refused(group, "more than \(Bounds.objects) links") }
            return links
        }
    }

    private func entry(at name: String, in file: hid_t, size: Int) throws(StoreError) -> HDF5Entry {
        try using(.dataset, H5Dopen2(file, name, ssm_h5_default()), "opening \(name)") { dataset throws(StoreError) in
            let layout = try using(.properties, H5Dget_create_plist(dataset), name) { creation throws(StoreError) in
                try checkCreation(creation, name)
                return H5Pget_layout(creation)
            }
            return try using(.type, H5Dget_type(dataset), name) { type throws(StoreError) in
                let kind = try kind(of: type, name)
                let shape = try shape(of: dataset, name)
                let width = H5Tget_size(type)
                let (bytes, tooMany) = shape.reduce((width, width == 0)) { product, dimension in
                    let (value, overflow) = product.0.multipliedReportingOverflow(by: dimension)
                    return (value, product.1 || overflow)
                }
                let stored = Int(clamping: H5Dget_storage_size(dataset))
                let expansion = layout == H5D_CHUNKED ? Bounds.expansion : 1
                let most = stored.multipliedReportingOverflow(by: expansion)
                if tooMany || stored > size || most.overflow || bytes > most.partialValue {
                    throw refused(name, "dimensions \(shape) do not fit into the \(stored) bytes stored for them")
                }
                if kind == .text, !shape.isEmpty {
                    let isOurs = try isPlainText(type, name)
                    return HDF5Entry(kind: isOurs ? .texts(width: width) : .other("a list of texts"), shape: shape)
                }
                return HDF5Entry(kind: kind, shape: shape)
            }
        }
    }

    /// Whether texts have one length, are UTF-8 and end in zeros, as those that are written here.
    private func isPlainText(_ type: hid_t, _ name: String) throws(StoreError) -> Bool {
        try result(H5Tis_variable_str(type), name) == 0 && H5Tget_cset(type) == H5T_CSET_UTF8
            && H5Tget_strpad(type) == H5T_STR_NULLPAD
    }

    private func checkCreation(_ creation: hid_t, _ name: String) throws(StoreError) {
        let layout = H5Pget_layout(creation)
        if layout == H5D_VIRTUAL { throw refused(name, "a virtual dataset, which reads other files") }
        guard layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED || layout == H5D_COMPACT else {
            throw refused(name, "an unknown layout")
        }
        if try result(H5Pget_external_count(creation), name) > 0 {
            throw refused(name, "external storage, which reads other files")
        }
        for index in 0..<(try result(H5Pget_nfilters(creation), name)) {
            var flags: UInt32 = 0
            var count = 0
            var configuration: UInt32 = 0
            let filter = H5Pget_filter2(creation, UInt32(index), &flags, &count, nil, 0, nil, &configuration)
            try check(filter, name)
            if !Bounds.filters.contains(filter) { throw refused(name, "filter number \(filter)") }
        }
        if layout == H5D_CHUNKED {
            var chunk = [hsize_t](repeating: 1, count: Int(H5S_MAX_RANK))
            let rank = try result(H5Pget_chunk(creation, Int32(chunk.count), &chunk), name)
            let values = chunk.prefix(rank).reduce(1.0) { $0 * Double($1) }
            if values * 8 > Double(Bounds.chunkBytes) { throw refused(name, "chunks of \(values) values") }
        }
    }

    private func shape(of dataset: hid_t, _ name: String) throws(StoreError) -> [Int] {
        try using(.space, H5Dget_space(dataset), name) { space throws(StoreError) in
            if H5Sget_simple_extent_type(space) == H5S_NULL { return [0] }
            let rank = try result(H5Sget_simple_extent_ndims(space), name)
            if rank > Bounds.rank { throw refused(name, "\(rank) dimensions, more than \(Bounds.rank)") }
            guard rank > 0 else { return [] }
            var extent = [hsize_t](repeating: 0, count: rank)
            try check(H5Sget_simple_extent_dims(space, &extent, nil), name)
            return extent.map { Int(clamping: $0) }
        }
    }

    private func kind(of type: hid_t, _ name: String) throws(StoreError) -> HDF5Entry.Kind {
        let width = H5Tget_size(type)
        switch H5Tget_class(type) {
        case H5T_FLOAT:
            let isSingle =
                try result(H5Tequal(type, ssm_h5_float32_le()), name)
                + result(H5Tequal(type, ssm_h5_float32_be()), name)
            if isSingle > 0 { return .float32 }
            let isHalf = try withHalfType(name) { half throws(StoreError) in try result(H5Tequal(type, half), name) > 0
            }
            return isHalf ? .float16 : .other("\(width * 8)-bit floating point")
        case H5T_INTEGER:
            let isLong =
                try result(H5Tequal(type, ssm_h5_int64_le()), name) + result(H5Tequal(type, ssm_h5_int64_be()), name)
            if isLong > 0 { return .int64 }
            let isPlain =
                try result(H5Tequal(type, ssm_h5_int32_le()), name) + result(H5Tequal(type, ssm_h5_int32_be()), name)
            return isPlain > 0 ? .int32 : .other("\(width * 8)-bit integers")
        case H5T_STRING:
            if width > Bounds.textBytes { throw refused(name, "a text of \(width) bytes") }
            return .text
        default:
            return .other("of a type that is not read here")
        }
    }
}
