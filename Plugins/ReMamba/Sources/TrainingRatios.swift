/// How `ReMamba` draws its ratios in training, for each example anew.
public struct TrainingRatios: Codable, Sendable, Hashable {
    /// Memory rows for each row that is compressed.
    public var keep: RatioRange
    /// Share of the prompt before the rows that are compressed.
    public var start: RatioRange
    /// A prompt of more rows than this is long.
    public var long: Int
    /// Share of a long prompt that is compressed.
    public var compressLong: RatioRange
    /// Rows of a long prompt that are left uncompressed, at least.
    public var leaving: Int
    /// Share of any other prompt that is compressed.
    public var compressShort: RatioRange

    /// A rule; what is left out is that of the authors' code.
    public init(
        keep: RatioRange = RatioRange(0.05, 0.2), start: RatioRange = RatioRange(0, 0), long: Int = 1600,
        compressLong: RatioRange = RatioRange(0.1, 0.3), leaving: Int = 1500,
        compressShort: RatioRange = RatioRange(0.1, 0.1)
    ) {
        self.keep = keep
        self.start = start
        self.long = long
        self.compressLong = compressLong
        self.leaving = leaving
        self.compressShort = compressShort
    }

    private enum CodingKeys: String, CodingKey {
        case keep, start, long
        case compressLong = "compress-long"
        case leaving
        case compressShort = "compress-short"
    }

    /// Decodes the keys that are there; the others keep their defaults.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        keep = try values.decodeIfPresent(RatioRange.self, forKey: .keep) ?? keep
        start = try values.decodeIfPresent(RatioRange.self, forKey: .start) ?? start
        long = try values.decodeIfPresent(Int.self, forKey: .long) ?? long
        compressLong = try values.decodeIfPresent(RatioRange.self, forKey: .compressLong) ?? compressLong
        leaving = try values.decodeIfPresent(Int.self, forKey: .leaving) ?? leaving
        compressShort = try values.decodeIfPresent(RatioRange.self, forKey: .compressShort) ?? compressShort
    }

    /// The first key whose value makes no sense, and why; nil when all is well.
    var objection: (key: String, reason: String)? {
        for (key, range) in [("keep", keep), ("compress-long", compressLong), ("compress-short", compressShort)]
        where !(range.lower > 0 && range.lower <= range.upper && range.upper <= 1) {
            return (key, "\(range) is not a range of shares above 0, up to 1")
        }
        if !(start.lower >= 0 && start.lower <= start.upper && start.upper < 1) {
            return ("start", "\(start) is not a range of shares from 0, below 1")
        }
        if long < 0 { return ("long", "\(long) is not a number of rows") }
        if !(0...long).contains(leaving) {
            return ("leaving", "\(leaving) is not a number of rows up to long, \(long)")
        }
        return nil
    }
}

/// A range from which `ReMamba` draws a share uniformly; written as [lower, upper].
public struct RatioRange: Codable, Sendable, Hashable, CustomStringConvertible {
    /// The least share.
    public var lower: Double
    /// The greatest share.
    public var upper: Double

    /// A range; equal numbers fix the share.
    public init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// Decodes a list of two numbers.
    public init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        self.init(try values.decode(Double.self), try values.decode(Double.self))
        guard values.isAtEnd else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "a range is a list of two numbers"))
        }
    }

    /// Encodes a list of two numbers.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        try values.encode(lower)
        try values.encode(upper)
    }

    public var description: String { "[\(lower), \(upper)]" }
}
