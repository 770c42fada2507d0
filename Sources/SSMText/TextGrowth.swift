/// How much longer a text may become on its way through the components of a `tokenizer.json`.
///
/// A file that doubles a text again and again would fill the memory, however short file and text are. What is in use
/// stays far below: NFKC makes at most eleven bytes of one, a space three.
enum TextGrowth {
    /// How many times as long a text may become.
    static let factor = 64
    /// What short texts may have beyond that: bytes that are put around a text.
    private static let allowance = 1 << 16

    /// The most bytes that may become of so many.
    static func limit(for count: Int) -> Int { factor * count + allowance }
}
