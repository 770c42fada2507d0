/// What is wrong with a value of a record.
struct LongMemEvalFault: Error {
    /// The path of the value.
    let key: String
    /// What is wrong, as the rest of a sentence that begins with the path.
    let reason: String
}
