/// Colours for numbers that people with colour-blindness can tell apart too, and that keep their order in grey.
package enum ColorMap: String, Sendable, Hashable, CaseIterable {
    /// From dark violet over green to yellow.
    case viridis
    /// From dark blue over grey to yellow.
    case cividis
    /// From blue over white to red, for numbers on both sides of zero.
    case diverging

    /// Colours at equal distances, from low to high.
    ///
    /// - Source: viridis and cividis of matplotlib at nine places; RdBu of ColorBrewer, reversed.
    var colors: [String] {
        switch self {
        case .viridis:
            ["440154", "472d7b", "3b528b", "2c728e", "21918c", "28ae80", "5ec962", "addc30", "fde725"]
        case .cividis:
            ["00224e", "1a386f", "434e6c", "61656f", "7d7c78", "9b9476", "bbaf6e", "dcca5a", "fee838"]
        case .diverging:
            ["053061", "2166ac", "4393c3", "92c5de", "f7f7f7", "f4a582", "d6604d", "b2182b", "67001f"]
        }
    }

    /// The setting that makes this the map of a figure.
    var setting: String {
        let places = colors.enumerated().map { "\($0.offset) '#\($0.element)'" }
        return "set palette defined (\(places.joined(separator: ", ")))"
    }

    /// The colour of a text on the colour of a number between 0 and 1, for gnuplot: black or white.
    func textColor(at place: Double) -> String {
        let position = min(max(place, 0), 1) * Double(colors.count - 1)
        let lower = min(Int(position), colors.count - 2)
        let share = position - Double(lower)
        let luminance = Self.luminance(colors[lower]) * (1 - share) + Self.luminance(colors[lower + 1]) * share
        return luminance > 0.45 ? "0x000000" : "0xffffff"
    }

    /// The brightness of a colour, from 0 to 1.
    private static func luminance(_ color: String) -> Double {
        let value = Int(color, radix: 16) ?? 0
        let (red, green, blue) = (value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff)
        return (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255
    }
}
