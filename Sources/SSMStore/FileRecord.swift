/// One record of a file: a line, or an element of a JSON array.
package struct FileRecord: Sendable {
    /// The record's bytes, without what separates it from others.
    package let bytes: [UInt8]
    /// Where it begins, as bytes of the file before it.
    package let offset: Int
    /// Its number in the file, from 1.
    package let number: Int

    /// A record that was read by itself.
    package init(bytes: [UInt8], offset: Int, number: Int) {
        self.bytes = bytes
        self.offset = offset
        self.number = number
    }

    /// Whether there is nothing in it but spaces, tabs and returns.
    package var isBlank: Bool {
        bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    }
}
