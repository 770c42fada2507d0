import SSMTensor
import SSMText

/// One answer that is being generated.
struct Generation {
    private(set) var tokens: [TokenID] = []
    private(set) var ending: AnswerEnding?
    private var text = ""

    private let tokenizer: any Tokenizer
    private let prompt: String
    private let maximumTokens: Int
    private let endTokens: Set<TokenID>
    private let observer: (any AnswerObserver)?
    private var sampler: Sampler
    private var decoder: StreamingDecoder
    private var stops: StopStringScanner

    /// An answer to a sequence that was read.
    init(
        after read: Prefilled.Sequence, limits: AnswerLimits, tokenizer: any Tokenizer, options: AnswerOptions,
        observer: (any AnswerObserver)?
    ) {
        self.tokenizer = tokenizer
        prompt = read.id
        maximumTokens = limits.maximumTokens
        endTokens = options.endTokens ?? [tokenizer.endOfText]
        self.observer = observer
        sampler = Sampler(
            options.sampling, vocabularySize: tokenizer.vocabularySize, prompt: read.tokens,
            key: options.key.folding(read.id).folding("sampling"), name: read.id)
        decoder = StreamingDecoder(tokenizer, skippingSpecialTokens: false)
        stops = StopStringScanner(limits.stop)
        if maximumTokens <= 0 { end(.length) }
    }

    /// The answer so far.
    var decoded: Decoded {
        Decoded(tokens: tokens, text: text, textTokens: textTokens, ending: ending ?? .interrupted)
    }

    /// The tokens without those of the stop string, which the last token completes.
    private var textTokens: [TokenID] {
        guard case .stopString = ending else { return tokens }
        var kept = tokens
        while !kept.isEmpty, tokenizer.decode(Array(kept.dropLast())).utf8.count >= text.utf8.count {
            kept.removeLast()
        }
        return kept
    }

    /// Chooses the next token and takes it, unless it ends the text.
    mutating func advance(by logits: Span<Float>) throws(SamplingError) {
        let token = try sampler.next(from: logits)
        guard !endTokens.contains(token) else { return end(.endOfText) }
        tokens.append(token)
        put(stops.append(decoder.append(token)), of: token)
        if let found = stops.found {
            ending = .stopString(found)
        } else if tokens.count >= maximumTokens {
            end(.length)
        }
    }

    /// Ends the answer; what was held back belongs to it, unless it completes a stop string.
    mutating func end(_ reason: AnswerEnding) {
        ending = reason
        put(stops.append(decoder.finish()), of: nil)
        if let found = stops.found { ending = .stopString(found) }
        put(stops.finish(), of: nil)
    }

    private mutating func put(_ piece: String, of token: TokenID?) {
        text += piece
        if token != nil || !piece.isEmpty { observer?.observe(piece, of: token, for: prompt) }
    }
}
