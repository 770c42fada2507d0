/// The dates of a conversation, which fills one year: minutes from its beginning.
struct ConversationClock: Sendable {
    /// The year of all conversations; it begins on a Sunday and has 365 days.
    static let year = 2_023

    static let minutesPerDay = 1_440
    static let minutes = 365 * minutesPerDay

    /// The weekdays, from the one that the year begins with.
    static let weekdays = Lexicon.words("Sunday Monday Tuesday Wednesday Thursday Friday Saturday")

    private static let months = WordList.months.words

    private static let daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// Fixed points, in order: places in 0...1 and their minutes. Between them time is proportional to place.
    let points: [(place: Double, minute: Int)]

    /// A clock of the places and minutes of some sessions.
    ///
    /// - Precondition: both increase.
    init(_ sessions: [(place: Double, minute: Int)]) {
        points = [(0, 0)] + sessions + [(1, Self.minutes)]
    }

    /// The minute of a place.
    func minute(at place: Double) -> Int {
        let next = points.firstIndex { $0.place > place } ?? points.count - 1
        let (low, high) = (points[max(next, 1) - 1], points[next])
        let share = high.place > low.place ? (place - low.place) / (high.place - low.place) : 0
        return min(low.minute + Int(share * Double(high.minute - low.minute)), Self.minutes - 1)
    }

    /// Month, from 0, and day, from 1, of a minute.
    static func date(of minute: Int) -> (month: Int, day: Int) {
        var day = minute / minutesPerDay
        var month = 0
        while month < 11, day >= daysOfMonths[month] {
            day -= daysOfMonths[month]
            month += 1
        }
        return (month, day + 1)
    }

    /// "30 May"
    static func day(of minute: Int) -> String {
        let (month, day) = date(of: minute)
        return "\(day) \(months[month])"
    }

    /// "Tuesday"
    static func weekday(of minute: Int) -> String {
        weekdays[minute / minutesPerDay % 7]
    }

    /// "2023/05/30 (Tue) 23:40", as LongMemEval writes dates.
    static func stamp(of minute: Int) -> String {
        let (month, day) = date(of: minute)
        let time = minute % minutesPerDay
        return "\(year)/\(padded(month + 1))/\(padded(day)) (\(weekday(of: minute).prefix(3))) "
            + "\(padded(time / 60)):\(padded(time % 60))"
    }

    /// When questions are asked: after the year.
    static let stampAfter = "\(year + 1)/01/01 (Mon) 12:00"

    private static func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
