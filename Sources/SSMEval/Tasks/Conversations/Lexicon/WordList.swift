/// A list of words that conversations draw from; every word is one token behind its space.
enum WordList: CaseIterable, Sendable {
    // The two words of entities.
    case roles, names, qualities, objects, months, cities, times, activities, moods, meals
    // What facts tell.
    case jobs, colors, pets, instruments, sports, allergens, vehicles, languages, subjects, dishes, streets, hobbies
    case gifts, companies, collections, rooms, shops, materials, brands, defects, hotels, landmarks, losses
    case souvenirs, teachers, lessons, books, films, restaurants, desserts, exercises, plants, remedies, tools
    case games, spices, drinks, music, flowers, fabrics, views, cheeses, weathers, birds, diseases, stones

    /// The words, all different.
    var words: [String] {
        Lexicon.words(isAboutEntities ? entityText : isAboutLife ? lifeText : taleText)
    }

    private var isAboutEntities: Bool {
        switch self {
        case .roles, .names, .qualities, .objects, .months, .cities, .times, .activities, .moods, .meals: true
        default: false
        }
    }

    private var isAboutLife: Bool {
        switch self {
        case .jobs, .colors, .pets, .instruments, .sports, .allergens, .vehicles, .languages, .subjects, .dishes,
            .streets, .hobbies, .gifts, .companies, .collections, .rooms, .shops, .materials, .brands, .defects:
            true
        default: false
        }
    }
}
