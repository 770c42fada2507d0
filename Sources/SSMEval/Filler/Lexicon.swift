/// The words that filler is about.
enum Lexicon {
    /// The words of one topic.
    struct Topic: Sendable {
        let nouns: [String]
        let verbs: [String]
        let adjectives: [String]
        let places: [String]

        init(nouns: String, verbs: String, adjectives: String, places: String) {
            self.nouns = Lexicon.words(nouns)
            self.verbs = Lexicon.words(verbs)
            self.adjectives = Lexicon.words(adjectives)
            self.places = Lexicon.words(places)
        }
    }

    /// The words of a text, which are separated by spaces.
    static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    static let topics = [
        Topic(
            nouns: "sailor ship rope anchor sail crew gull", verbs: "pulled steered watched loaded",
            adjectives: "salty windy deep calm", places: "harbor pier island"),
        Topic(
            nouns: "farmer field horse plough barn goat fence", verbs: "planted fed mended gathered",
            adjectives: "muddy ripe dry patient", places: "farm valley meadow"),
        Topic(
            nouns: "teacher pupil lesson chalk desk pencil map", verbs: "taught copied read marked",
            adjectives: "clever quiet curious difficult", places: "school library classroom"),
        Topic(
            nouns: "cook soup oven pan spoon dinner onion", verbs: "stirred tasted burned served",
            adjectives: "hot bitter sweet fresh", places: "kitchen inn bakery"),
        Topic(
            nouns: "doctor nurse fever bandage cure patient medicine", verbs: "healed examined visited washed",
            adjectives: "weak pale gentle careful", places: "hospital clinic ward"),
        Topic(
            nouns: "singer drum song flute dancer melody stage", verbs: "played heard praised practiced",
            adjectives: "loud soft merry famous", places: "theater hall square"),
        Topic(
            nouns: "hunter wolf deer owl path tree fox", verbs: "followed chased feared noticed",
            adjectives: "wild silent hungry swift", places: "forest cave hill"),
        Topic(
            nouns: "smith hammer nail iron forge blade wheel", verbs: "struck bent repaired polished",
            adjectives: "sharp heavy rusty strong", places: "workshop mine market"),
        Topic(
            nouns: "judge thief law witness trial guard verdict", verbs: "accused freed questioned believed",
            adjectives: "guilty honest strict fair", places: "court prison tower"),
        Topic(
            nouns: "pilot engine wing cloud journey ticket traveler", verbs: "reached missed crossed delayed",
            adjectives: "fast late distant foreign", places: "airport station border"),
    ]
}
