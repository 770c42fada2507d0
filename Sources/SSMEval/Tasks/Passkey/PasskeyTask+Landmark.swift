import SSMContext

extension PasskeyTask {
    /// The context of the Landmark form: garbage, needle, garbage, joined by newlines; both parts of the garbage begin
    /// at the start of the paragraph.
    ///
    /// - Parameter place: share of the garbage that stands before the needle where there is no depth.
    func garbage(length: Int, depth: Double?, place: Double, code: Int) throws(TaskError) -> [Passage] {
        let needle = "\n" + Self.needle(code)
        let fixed = try ruler.count(needle) + ruler.count("\n")
        guard length >= fixed else { throw .tooShort(task: Self.name, length: length, needed: fixed) }
        let room = length - fixed
        let leading = depth.map { Int(($0 * Double(room)).rounded()) } ?? Int(place * Double(room + 1))
        var passages: [Passage] = []
        if leading > 0 { passages.append(Passage(text: try garbage(tokens: leading))) }
        passages.append(Passage(text: needle, evidenceFor: [0]))
        passages.append(Passage(text: "\n" + (try garbage(tokens: room - leading))))
        return passages
    }

    private func garbage(tokens: Int) throws(TaskError) -> String {
        let paragraph = try ruler.count(Landmark.garbage)
        let copies = Array(repeating: Landmark.garbage, count: tokens / paragraph + 2)
        return try ruler.prefix(of: copies.joined(separator: " "), tokens: tokens)
    }
}
