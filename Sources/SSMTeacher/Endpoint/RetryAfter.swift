import Foundation

/// The header `Retry-After`: a number of seconds, or a date.
enum RetryAfter {
    /// How long the server asks to be left alone; nil for a value that is neither.
    ///
    /// - Parameters:
    ///   - value: The header's value.
    ///   - now: The date by the server's own clock where it gives one, so that a clock that is wrong here does not matter.
    /// - Edge cases: a date that is over asks for nothing, which is zero; more than a day is a day.
    static func duration(_ value: String, now: Date) -> Duration? {
        let text = value.trimmingCharacters(in: .whitespaces)
        let seconds: Double
        if let number = Double(text), text.utf8.first.map({ (0x30...0x39).contains($0) }) == true {
            seconds = number
        } else if let date = date(text) {
            seconds = date.timeIntervalSince(now)
        } else {
            return nil
        }
        return .seconds(min(86_400, max(0, seconds)))
    }

    /// A date as HTTP writes it, such as "Wed, 21 Oct 2015 07:28:00 GMT".
    ///
    /// - Source: RFC 9110, section 5.6.7, the form that servers must send.
    static func date(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text)
    }
}
