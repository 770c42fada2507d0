/// A signal ended a dump.
struct DumpInterrupted: Error, CustomStringConvertible {
    var description: String {
        "interrupted; the files that index.json lists are whole, and the same command makes the others"
    }
}
