/// Takes the data of server-sent events out of the bytes of a response, however these are cut.
///
/// - Edge cases: an event whose empty line has not come is none yet; comments and other fields than `data` are left out.
/// - Source: the event stream format of the HTML standard.
struct EventStream {
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    /// Whether the last byte was a return, so that a newline after it ends no second line.
    private var isAfterReturn = false

    /// The data of the events that some more bytes complete.
    mutating func events(after bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            let wasAfterReturn = isAfterReturn
            isAfterReturn = byte == UInt8(ascii: "\r")
            if byte == UInt8(ascii: "\n") && wasAfterReturn { continue }
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                line.append(byte)
                continue
            }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    /// Takes the line that has ended; the data of the event that it ends, if it ends one.
    private mutating func endLine() -> [UInt8]? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            defer { (data, hasData) = ([], false) }
            return hasData ? data : nil
        }
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        guard name.elementsEqual("data".utf8) else { return nil }
        var value = line.dropFirst(name.count + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if hasData { data.append(UInt8(ascii: "\n")) }
        data += value
        hasData = true
        return nil
    }
}
