import SSMContext
import SSMTensor

extension PasskeyTask {
    /// The context of the DeciMamba form: sentences, the needle at a boundary, the last sentence cut to length.
    ///
    /// The text before the needle is written from the needle backwards and the text after it forwards. So a context of
    /// twice the length and the same depth contains the shorter one whole, except for its last sentence, which is cut,
    /// and at most one more before it.
    ///
    /// - Parameter place: which of the boundaries in the window, as a share, the same at all lengths.
    func sentences(
        length: Int, depth: Double?, place: Double, code: Int, key: RandomKey
    ) throws(TaskError) -> [Passage] {
        let needle = Self.needle(code)
        let needleTokens = try ruler.count(" " + needle)
        guard length >= needleTokens else { throw .tooShort(task: Self.name, length: length, needed: needleTokens) }

        var before = FillerStream(writer, exceptNumber: code, key: key.folding("before"))
        let room = length - needleTokens
        var leading: [String] = []  // from the needle backwards
        var boundaries = [0]  // tokens before the needle when the first sentences of `leading` stand there
        while true {
            let sentence = try longSentence(from: &before)
            let boundary = boundaries[leading.count] + (try ruler.count(" " + sentence))
            guard boundary <= room else { break }
            leading.append(sentence)
            boundaries.append(boundary)
        }
        let count = Self.boundary(
            of: boundaries, length: length, needleTokens: needleTokens, depth: depth, place: place)

        var passages: [Passage] = []
        var tokens = 0
        func add(_ sentence: String, isEvidence: Bool = false) throws(TaskError) {
            let text = passages.isEmpty ? sentence : " " + sentence
            passages.append(Passage(text: text, evidenceFor: isEvidence ? [0] : []))
            tokens += try ruler.count(text)
        }
        for sentence in leading.prefix(count).reversed() { try add(sentence) }
        try add(needle, isEvidence: true)
        var after = FillerStream(writer, exceptNumber: code, key: key.folding("after"))
        while tokens < length { try add(try longSentence(from: &after)) }
        if tokens > length, let last = passages.popLast() {
            let rest = length - (tokens - (try ruler.count(last.text)))
            passages.append(Passage(text: try ruler.prefix(of: last.text, tokens: rest)))
        }
        return passages
    }

    /// Which boundary the needle stands at.
    ///
    /// Uniform among those with int(length * max(0, depth - 0.1)) ≤ tokens before and tokens before <
    /// int(length * min(1, depth + 0.1)) - needle; where there is none, the nearest to the middle of that window;
    /// anywhere for no depth.
    static func boundary(
        of boundaries: [Int], length: Int, needleTokens: Int, depth: Double?, place: Double
    ) -> Int {
        var candidates = Array(boundaries.indices)
        if depth != nil {
            let shares = DepthWindow.shares(of: depth)
            let lower = Int(Double(length) * shares.lowerBound)
            let upper = Int(Double(length) * shares.upperBound) - needleTokens
            candidates = boundaries.indices.filter { lower <= boundaries[$0] && boundaries[$0] < upper }
            if candidates.isEmpty {
                let distances = boundaries.map { abs(2 * $0 - (lower + upper - 1)) }
                candidates = [distances.indices.min { distances[$0] < distances[$1] } ?? 0]
            }
        }
        return candidates[Int(place * Double(candidates.count))]
    }

    /// The next sentence that has enough tokens.
    private func longSentence(from stream: inout FillerStream) throws(TaskError) -> String {
        while true {
            let sentence = stream.next()
            if try ruler.count(sentence) >= configuration.sentenceTokens { return sentence }
        }
    }
}
