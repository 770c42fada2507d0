/// The 512 bytes before the HDF5 part of a file of ours: magic, version, length and digest of the rest.
///
/// The digest shows damage before libhdf5 sees the file, which crashes on some damaged ones. It is no signature: it
/// says nothing about who wrote the file.
struct UserBlock: Equatable {
    /// Bytes of the block; the least that HDF5 allows.
    static let size = 512
    /// The version of this block that is written here.
    static let currentVersion: UInt32 = 1
    /// Not text, and changed by programs that convert line ends.
    private static let magic: [UInt8] = [0x8F] + Array("SSMLAB-HDF5\r\n".utf8) + [0x1A, 0x0A]
    /// The first bytes of HDF5's own superblock.
    private static let signature: [UInt8] = [0x89] + Array("HDF\r\n".utf8) + [0x1A, 0x0A]

    var version = UserBlock.currentVersion
    /// Bytes of the rest of the file.
    let length: UInt64
    /// SHA-256 of the rest of the file.
    let digest: [UInt8]

    init(length: Int, digest: [UInt8]) {
        self.length = UInt64(length)
        self.digest = digest
    }

    /// Reads a block; nil when the bytes are no block of ours to the last one.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == UserBlock.size, bytes.starts(with: UserBlock.magic) else { return nil }
        version = UInt32(truncatingIfNeeded: UserBlock.number(bytes[16..<20]))
        length = UserBlock.number(bytes[20..<28])
        digest = Array(bytes[28..<60])
        guard bytes[60...].allSatisfy({ $0 == 0 }) else { return nil }
    }

    /// The block as it stands in the file.
    var bytes: [UInt8] {
        var result = UserBlock.magic
        withUnsafeBytes(of: version.littleEndian) { result.append(contentsOf: $0) }
        withUnsafeBytes(of: length.littleEndian) { result.append(contentsOf: $0) }
        result.append(contentsOf: digest)
        result.append(contentsOf: repeatElement(0, count: UserBlock.size - result.count))
        return result
    }

    /// Whether HDF5's signature stands where HDF5 would look for it: at byte 0, 512, 1024, 2048 and so on.
    ///
    /// - Throws: `StoreError.unreadable`.
    static func hasHDF5Signature(_ file: InputFile) throws(StoreError) -> Bool {
        var offset = 0
        while offset + signature.count <= file.size {
            if try file.bytes(offset..<(offset + signature.count)) == signature { return true }
            offset = offset == 0 ? size : offset * 2
        }
        return false
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
