extension FactCatalog {
    /// What the user tells about people.
    static let people: [FactType] = [
        FactType(
            .told, "job of", .person, .jobs,
            say: ["{Me} works as {a v}.", "{Me} earns a living as {a v}.", "I told you that {me} is {a v}, right?"],
            update: ["{Me} has a new job as {a v}.", "{Me} became {a v}."],
            question: ["What is the job of {me}?", "As what does {me} work?"]),
        FactType(
            .told, "home of", .person, .cities,
            say: ["{Me} lives in {v}.", "The apartment of {me} is in {v}.", "{Me} has a house in {v}."],
            update: ["{Me} moved to {v}.", "{Me} left town and lives in {v} these days."],
            question: ["Where does {me} live?", "In which city is the home of {me}?"]),
        FactType(
            .told, "favorite color of", .person, .colors,
            say: [
                "The favorite color of {me} is {v}.", "{Me} loves the color {v}.",
                "No color pleases {me} like {v} does.",
            ],
            update: ["{Me} changed the favorite color to {v}.", "The new favorite color of {me} is {v}."],
            question: ["What is the favorite color of {me}?", "Which color does {me} love?"]),
        FactType(
            .told, "pet of", .person, .pets,
            say: ["{Me} has {a v} as a pet.", "{Me} keeps {a v} at home.", "{Me} takes care of {a v}."],
            update: ["{Me} gave the pet away and got {a v}.", "The new pet of {me} is {a v}."],
            question: ["What pet does {me} have?", "Which animal does {me} keep?"]),
        FactType(
            .told, "vehicle of", .person, .vehicles,
            say: ["{Me} owns {a v}.", "{Me} goes everywhere by {v}.", "{Me} gets to work by {v}."],
            update: ["{Me} sold the old vehicle and bought {a v}.", "{Me} switched to {a v}."],
            question: ["What vehicle does {me} own?", "How does {me} get around?"]),
        FactType(
            .told, "language of", .person, .languages,
            say: ["{Me} is learning {v}.", "{Me} takes lessons in {v}.", "{Me} tries to speak {v}."],
            update: ["{Me} started to learn {v} instead.", "The new language course of {me} is {v}."],
            question: ["Which language is {me} learning?", "What language does {me} try to speak?"]),
        FactType(
            .told, "subject of", .person, .subjects,
            say: ["{Me} studies {v}.", "{Me} is a student of {v}.", "{Me} spends the whole day with {v} at college."],
            update: ["{Me} changed the degree to {v}.", "{Me} dropped the old degree and studies {v}."],
            question: ["What does {me} study?", "What is the degree of {me} in?"]),
        FactType(
            .told, "sport of", .person, .sports,
            say: ["{Me} is good at {v}.", "The sport of {me} is {v}.", "{Me} trains for {v}."],
            update: ["{Me} gave up the sport and took up {v}.", "{Me} found a new sport, {v}."],
            question: ["What is the sport of {me}?", "What does {me} train for?"]),
        FactType(
            .told, "hobby of", .person, .hobbies,
            say: [
                "The hobby of {me} is {v}.", "{Me} spends every free hour on {v}.", "In the free time {me} enjoys {v}.",
            ],
            update: ["{Me} has a new hobby, {v}.", "{Me} lost interest in the hobby and turned to {v}."],
            question: ["What is the hobby of {me}?", "On what does {me} spend the free time?"]),
        FactType(
            .told, "street of", .person, .streets,
            say: ["The address of {me} is {v} Street.", "{Me} lives on {v} Street.", "You find {me} on {v} Street."],
            update: ["The new address of {me} is {v} Street.", "{Me} has moved over to {v} Street."],
            question: ["On which street does {me} live?", "Which street is the address of {me}?"]),
        FactType(
            .told, "employer of", .person, .companies,
            say: ["{Me} works for {v}.", "The employer of {me} is {v}.", "{Me} signed a contract with {v}."],
            update: ["{Me} left the company and joined {v}.", "The new employer of {me} is {v}."],
            question: ["For which company does {me} work?", "Who is the employer of {me}?"]),
        FactType(
            .told, "allergy of", .person, .allergens,
            say: [
                "{Me} is allergic to {v}.", "{Me} gets sick from {v}.", "{Me} has to avoid {v} because of an allergy.",
            ],
            update: [
                "The doctors say that {me} is allergic to {v} after all.", "The test of {me} shows {v} as allergy.",
            ],
            question: ["What is {me} allergic to?", "What does {me} have to avoid?"]),
        FactType(
            .told, "collection of", .person, .collections,
            say: ["{Me} collects {v}.", "The collection of {me} is full of {v}.", "{Me} has shelves full of {v}."],
            update: ["{Me} began to collect {v} instead.", "{Me} sold the collection and now gathers {v}."],
            question: ["What does {me} collect?", "What is in the collection of {me}?"]),
        FactType(
            .told, "birth month of", .person, .months,
            say: ["{Me} was born in {v}.", "The birthday of {me} is in {v}.", "{Me} has a birthday in {v}."],
            update: ["I was wrong, {me} has the birthday in {v}.", "In fact {me} was born in {v}."],
            question: ["In which month was {me} born?", "In which month is the birthday of {me}?"]),
        FactType(
            .told, "illness of", .person, .diseases,
            say: ["{Me} suffers from {v}.", "{Me} came down with {v}.", "The doctor treats {me} for {v}."],
            update: ["The doctor now treats {me} for {v}.", "It turned out that {me} has {v}."],
            question: ["What illness does {me} have?", "From what does {me} suffer?"]),
        FactType(
            .told, "gift for", .person, .gifts,
            say: [
                "{Me} will get {a v} from me.", "As a gift I got {a v} for {me}.",
                "I wrapped {a v} as a present for {me}.",
            ],
            update: ["I returned the gift for {me} and got {a v}.", "My new gift for {me} is {a v}."],
            question: ["What is my gift for {me}?", "Which present will {me} get from me?"]),
    ]
}
