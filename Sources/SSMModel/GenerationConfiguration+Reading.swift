import SSMStore
import SSMTensor

extension GenerationConfiguration {
    /// Reads the keys of files, the first file that has a key counts.
    ///
    /// - Parameters:
    ///   - files: `generation_config.json` and `config.json`, those that there are.
    ///   - rows: rows of the embedding, which tokens have to be among.
    /// - Throws: `ModelError.unreadable` that names file and key of a value that makes no sense.
    package init(from files: [ConfigurationMembers], rows: Int) throws(ModelError) {
        self.init()
        for file in files where endOfTextTokens.isEmpty {
            endOfTextTokens = try Self.endOfTextTokens(in: file, rows: rows)
        }
        beginOfTextToken = try Self.first(files) { file throws(ModelError) in
            try Self.token("bos_token_id", in: file, rows: rows)
        }
        padToken = try Self.first(files) { file throws(ModelError) in
            try Self.token("pad_token_id", in: file, rows: rows)
        }
        temperature = try Self.number("temperature", in: files, range: 0...Double.greatestFiniteMagnitude)
        topP = try Self.number("top_p", in: files, range: 0...1)
        repetitionPenalty = try Self.number(
            "repetition_penalty", in: files, range: Double.leastNonzeroMagnitude...Double.greatestFiniteMagnitude)
        topK = try Self.first(files) { file throws(ModelError) in
            guard let count = try file.integer("top_k") else { return nil }
            guard count >= 0 else { throw file.fault("top_k", "\(count) is not a number of tokens") }
            return count
        }
        isSampling = try Self.first(files) { file throws(ModelError) in try file.boolean("do_sample") } ?? false
    }

    private static func first<Value>(
        _ files: [ConfigurationMembers], _ read: (ConfigurationMembers) throws(ModelError) -> Value?
    ) throws(ModelError) -> Value? {
        for file in files {
            if let value = try read(file) { return value }
        }
        return nil
    }

    private static func number(
        _ key: String, in files: [ConfigurationMembers], range: ClosedRange<Double>
    ) throws(ModelError) -> Double? {
        try first(files) { file throws(ModelError) in
            guard let value = try file.number(key) else { return nil }
            guard range.contains(value) else { throw file.fault(key, "\(value) makes no sense") }
            return value
        }
    }

    /// One token or a list of them.
    private static func endOfTextTokens(in file: ConfigurationMembers, rows: Int) throws(ModelError) -> [TokenID] {
        let key = "eos_token_id"
        guard case .array(let items)? = file.node(key) else {
            return try token(key, in: file, rows: rows).map { [$0] } ?? []
        }
        var tokens: [TokenID] = []
        for item in items {
            guard case .number(let text) = item, let value = Int(text) else {
                throw file.fault(key, "\(item.summary) is not a token")
            }
            tokens.append(try checked(value, key: key, in: file, rows: rows))
        }
        return tokens
    }

    private static func token(
        _ key: String, in file: ConfigurationMembers, rows: Int
    ) throws(ModelError) -> TokenID? {
        guard let value = try file.integer(key) else { return nil }
        if key == "pad_token_id" && value == -1 { return nil }  // older configurations say "none" so
        return try checked(value, key: key, in: file, rows: rows)
    }

    private static func checked(
        _ value: Int, key: String, in file: ConfigurationMembers, rows: Int
    ) throws(ModelError) -> TokenID {
        guard let token = TokenID(exactly: value), (0..<rows).contains(value) else {
            throw file.fault(key, "the token \(value) is outside the embedding, 0 to \(rows - 1)")
        }
        return token
    }
}
