extension FactCatalog {
    /// What the assistant advises.
    static let advice: [FactType] = [
        FactType(
            .advised, "book for", .person, .books, ask: "I need a book to give away.",
            say: [
                "{You} should read {v}.", "I recommend the book {v} for {you}.", "The novel {v} is right for {you}.",
            ],
            question: ["Which book did you recommend for {me}?", "What should {me} read?"]),
        FactType(
            .advised, "film for", .person, .films, ask: "Which film is worth watching?",
            say: ["{You} should watch {v}.", "I suggest the film {v} for {you}.", "The movie {v} is made for {you}."],
            question: ["Which film did you suggest for {me}?", "What should {me} watch?"]),
        FactType(
            .advised, "exercise for", .person, .exercises, ask: "What is good for the back?",
            say: [
                "The best exercise for {you} is {v}.", "I suggest that {you} does {v} every day.",
                "Ten minutes of {v} would help {you}.",
            ],
            question: ["Which exercise did you suggest for {me}?", "What did you say {me} should do every day?"]),
        FactType(
            .advised, "remedy for", .person, .remedies, ask: "Do you know something against a cold?",
            say: ["The remedy for {you} is {v}.", "Please give {you} some {v}.", "I would try {v} for {you}."],
            question: ["Which remedy did you name for {me}?", "What did you say I should give {me}?"]),
        FactType(
            .advised, "game for", .person, .games, ask: "Which game is fun?",
            say: [
                "{You} would like to play {v}.", "I suggest the game {v} for {you}.", "Try a round of {v} with {you}.",
            ],
            question: ["Which game did you suggest for {me}?", "What did you say {me} would like to play?"]),
        FactType(
            .advised, "tool for", .belonging, .tools, ask: "How can I repair something?",
            say: ["To repair {you} you need {v}.", "Use {v} for {you}.", "The right tool for {you} is {v}."],
            question: ["Which tool did you name for {me}?", "What do I need to repair {me}?"]),
        FactType(
            .advised, "restaurant for", .occasion, .restaurants, ask: "Where can one eat well?",
            say: [
                "For {you} I suggest the restaurant {v}.", "The restaurant {v} is a good choice for {you}.",
                "I would book a table at {v} for {you}.",
            ],
            question: ["Which restaurant did you suggest for {me}?", "Where did you tell me to book for {me}?"]),
        FactType(
            .advised, "dessert for", .occasion, .desserts, ask: "What could I bake?",
            say: ["As dessert of {you} I suggest {v}.", "I would bake {v} for {you}.", "Serve {v} at {you}."],
            question: ["Which dessert did you suggest for {me}?", "What did you tell me to bake for {me}?"]),
        FactType(
            .advised, "spice for", .occasion, .spices, ask: "What is missing in my soup?",
            say: [
                "The right spice for {you} is {v}.", "Add some {v} to the food of {you}.",
                "The food of {you} needs {v}.",
            ],
            question: ["Which spice did you name for {me}?", "What did you say the food of {me} needs?"]),
        FactType(
            .advised, "dish for", .occasion, .dishes, ask: "I would like to cook something new.",
            say: ["For {you} you could cook {v}.", "I suggest {v} as the main dish of {you}.", "Cook {v} at {you}."],
            question: ["Which dish did you suggest for {me}?", "What did you tell me to cook for {me}?"]),
        FactType(
            .advised, "transport for", .journey, .vehicles, ask: "How does one travel best?",
            say: [
                "For {you} I recommend {a v}.", "I would take {a v} on {you}.", "The cheapest way for {you} is {a v}.",
            ],
            question: ["What means of transport did you recommend for {me}?", "How did you tell me to travel on {me}?"]),
    ]
}
