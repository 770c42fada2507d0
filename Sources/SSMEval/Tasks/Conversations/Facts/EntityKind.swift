/// What facts are about: things with names of two words, so that every name has others that are nearly the same.
package enum EntityKind: CaseIterable, Hashable, Sendable {
    /// "cousin Anna"
    case person
    /// "blue kettle"
    case belonging
    /// "May trip to Lisbon"
    case journey
    /// "Tuesday pottery class"
    case course
    /// "birthday picnic"
    case occasion

    /// The first words of names.
    var first: WordList {
        switch self {
        case .person: .roles
        case .belonging: .qualities
        case .journey: .months
        case .course: .times
        case .occasion: .moods
        }
    }

    /// The second words of names.
    var second: WordList {
        switch self {
        case .person: .names
        case .belonging: .objects
        case .journey: .cities
        case .course: .activities
        case .occasion: .meals
        }
    }

    /// The name of two words.
    func name(_ first: String, _ second: String) -> String {
        switch self {
        case .person, .belonging, .occasion: "\(first) \(second)"
        case .journey: "\(first) trip to \(second)"
        case .course: "\(first) \(second) class"
        }
    }
}
