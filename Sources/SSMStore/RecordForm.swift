/// How the records of a file are told apart.
package enum RecordForm: Sendable, Hashable {
    /// Each line is a record; the last one needs no end.
    case lines
    /// The file is one JSON array, and each of its elements is a record.
    case array
}
