import CHDF5
import Foundation

extension HDF5Calls {
    /// Reads rows of a dataset into memory that has room for them.
    func read(
        _ rows: Range<Int>, of entry: HDF5Entry, at name: String, in file: hid_t,
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(StoreError) {
        guard !buffer.isEmpty else { return }
        try using(.dataset, H5Dopen2(file, name, ssm_h5_default()), "opening \(name)") { dataset throws(StoreError) in
            try withRows(rows, of: entry, in: dataset, name) { space, memory throws(StoreError) in
                try withMemoryType(entry.kind, name) { type throws(StoreError) in
                    try check(
                        H5Dread(dataset, type, memory, space, ssm_h5_default(), buffer.baseAddress), "reading \(name)")
                }
            }
        }
    }

    /// Reads a dataset that holds one text.
    func text(at name: String, in file: hid_t) throws(StoreError) -> String {
        try using(.dataset, H5Dopen2(file, name, ssm_h5_default()), "opening \(name)") { dataset throws(StoreError) in
            try using(.type, H5Dget_type(dataset), name) { type throws(StoreError) in
                try using(.space, H5Dget_space(dataset), name) { space throws(StoreError) in
                    try text(of: type, in: space, name) { memoryType, buffer in
                        H5Dread(dataset, memoryType, ssm_h5_all(), ssm_h5_all(), ssm_h5_default(), buffer)
                    }
                }
            }
        }
    }

    /// Reads one text of variable or fixed length, with `read` to fetch it.
    func text(
        of type: hid_t, in space: hid_t, _ name: String,
        read: (hid_t, UnsafeMutableRawPointer) -> herr_t
    ) throws(StoreError) -> String {
        let bytes: [UInt8]
        if try result(H5Tis_variable_str(type), name) > 0 {
            bytes = try withTextType(name) { memoryType throws(StoreError) in
                var characters: UnsafeMutablePointer<CChar>?
                try check(withUnsafeMutablePointer(to: &characters) { read(memoryType, $0) }, "reading \(name)")
                let bytes = characters.map { text in
                    UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
                }
                let isFreed = withUnsafeMutablePointer(to: &characters) {
                    H5Dvlen_reclaim(memoryType, space, ssm_h5_default(), $0)
                }
                try check(isFreed, "freeing \(name)")
                return bytes ?? []
            }
        } else {
            var fixed = [UInt8](repeating: 0, count: H5Tget_size(type))
            try check(fixed.withUnsafeMutableBytes { $0.baseAddress.map { read(type, $0) } ?? 0 }, "reading \(name)")
            bytes = Array(fixed.prefix { $0 != 0 })
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .damaged(path: path, reason: "'\(name)' is not UTF-8")
        }
        return text
    }
}
