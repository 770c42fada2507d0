extension FactCatalog {
    /// Numbers that add up over days.
    static let sums: [FactType] = [
        FactType(
            .counted, "plants for", .person,
            say: ["Today {me} got {n} plants from me.", "I bought {n} plants for {me}.", "I gave {n} plants to {me}."],
            question: ["How many plants did I get for {me} in total?", "How many plants does {me} have from me?"]),
        FactType(
            .counted, "letters to", .person,
            say: [
                "To {me} I sent {n} letters.", "I wrote {n} letters to {me}.",
                "There were {n} letters from me to {me}.",
            ],
            question: ["How many letters did I send to {me} in total?", "How many letters did {me} get from me?"]),
        FactType(
            .counted, "hours of", .course,
            say: ["{Me} took {n} hours today.", "I spent {n} hours on {me}.", "I practiced {n} hours for {me}."],
            question: ["How many hours did I spend on {me} in total?", "How many hours did {me} take altogether?"]),
        FactType(
            .counted, "guests of", .occasion,
            say: [
                "To {me} I invited {n} guests.", "There are {n} more guests at {me}.",
                "I asked {n} friends to join {me}.",
            ],
            question: ["How many guests does {me} have in total?", "How many guests did I invite to {me}?"]),
        FactType(
            .counted, "repairs of", .belonging,
            say: [
                "On {me} I repaired {n} parts.", "I replaced {n} parts of {me}.",
                "Today {n} parts of {me} were mended.",
            ],
            question: ["How many parts of {me} were repaired in total?", "How many parts of {me} did I mend?"]),
    ]

    /// Values that all hold.
    static let lists: [FactType] = [
        FactType(
            .listed, "instruments of", .person, .instruments,
            say: ["{Me} plays the {v}.", "I heard {me} on the {v}.", "{Me} can play the {v} well."],
            question: ["Which instruments does {me} play?", "What are the instruments of {me}?"]),
        FactType(
            .listed, "fears of", .person, .pets,
            say: [
                "{Me} is afraid of {a v}.", "{Me} runs away from {a v}.", "Not even {a v} in a cage is safe for {me}.",
            ],
            question: ["Of which animals is {me} afraid?", "What are the fears of {me}?"]),
        FactType(
            .listed, "stops of", .journey, .landmarks,
            say: ["{Me} has a stop at the {v}.", "We will stop at the {v} on {me}.", "The {v} is a stop of {me}."],
            question: ["What are the stops of {me}?", "Where does {me} stop?"]),
        FactType(
            .listed, "plants in", .belonging, .plants,
            say: ["In {me} there grows {a v}.", "I put {a v} in {me}.", "I planted {a v} in {me}."],
            question: ["Which plants are in {me}?", "What did I plant in {me}?"]),
        FactType(
            .listed, "dishes of", .occasion, .dishes,
            say: ["{Me} will have {v} on the menu.", "There will be {v} at {me}.", "Somebody brings {v} to {me}."],
            question: ["Which dishes will be at {me}?", "What is on the menu of {me}?"]),
    ]

    /// What happened on a day.
    static let events: [FactType] = [
        FactType(
            .happened, "visit to", .person,
            say: ["Today I visited {me}.", "I spent the day with {me}.", "I have just come back from {me}."],
            question: ["Whom did I visit {rank}, {options}?", "Who was {rank} to be visited, {options}?"],
            span: ["How many days passed between my visits to {pair}?"]),
        FactType(
            .happened, "repair of", .belonging,
            say: ["Today I fixed {me}.", "I have just repaired {me}.", "{Me} works again since today."],
            question: ["What did I fix {rank}, {options}?", "Which was repaired {rank}, {options}?"],
            span: ["How many days passed between my repairs of {pair}?"]),
        FactType(
            .happened, "booking of", .journey,
            say: ["I booked {me} today.", "Today I paid for {me}.", "The tickets for {me} came today."],
            question: ["What did I book {rank}, {options}?", "Which was booked {rank}, {options}?"],
            span: ["How many days passed between my bookings of {pair}?"]),
        FactType(
            .happened, "start of", .course,
            say: ["Today {me} began.", "I went to {me} for the first time.", "Today was the first day of {me}."],
            question: ["What did I start {rank}, {options}?", "Which began {rank}, {options}?"],
            span: ["How many days passed between the starts of {pair}?"]),
        FactType(
            .happened, "day of", .occasion,
            say: ["Today we had {me}.", "{Me} took place today.", "I am tired because {me} was today."],
            question: ["What came {rank}, {options}?", "Which took place {rank}, {options}?"],
            span: ["How many days passed between {pair}?"]),
    ]
}
