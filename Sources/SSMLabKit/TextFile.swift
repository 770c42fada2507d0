import Foundation
import SSMModel

/// A text that the user names by a path.
enum TextFile {
    /// Memory for each byte of a text: its bytes twice, and its tokens with what encoding keeps of them.
    private static let bytesPerByte = 16

    /// The whole text of a file, or of a pipe.
    ///
    /// - Throws: `InputError` that names the file, and the first byte that is not UTF-8; `MemoryError` for a file that
    ///   is too large to be encoded, before it is read.
    static func text(of path: String, available: AvailableMemory = .now) throws -> String {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        let size = (facts?[.size] as? NSNumber)?.intValue ?? 0
        let (needed, isTooLarge) = size.multipliedReportingOverflow(by: bytesPerByte)
        try available.check(
            isTooLarge ? .max : needed, for: "\(path): the text of \(MemoryEstimate.text(size))",
            remedy: "give a shorter one")
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            data = try file.readToEnd() ?? Data()
        } catch {
            throw InputError.unreadable(path, error)
        }
        if let text = String(validating: data, as: UTF8.self) { return text }
        throw InputError.notText(path: path, offset: firstFault(in: data))
    }

    /// Where the first sequence of bytes begins that is not UTF-8.
    private static func firstFault(in data: Data) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = data.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &bytes) { offset += scalar.count }
        return offset
    }
}
