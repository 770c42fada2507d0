extension FactCatalog {
    /// What the user prefers; the question asks for advice, and good advice follows the preference. The first type is
    /// about people, as the first ones of most families are.
    static let wishes: [FactType] = [
        FactType(
            .preferred, "preferred flowers for", .person, .flowers,
            say: [
                "The flower that I like for {me} is {a v}.", "I would choose {a v} for {me}.",
                "I think {a v} makes {me} happy.",
            ],
            question: ["Which flower would you suggest for {me}?", "Can you propose a flower for {me}?"]),
        FactType(
            .preferred, "preferred drink for", .occasion, .drinks,
            say: ["For {me} I prefer {v}.", "I only drink {v} at {me}.", "Nothing beats {v} at {me}, I think."],
            question: ["What drink would you suggest for {me}?", "Can you propose a drink for {me}?"]),
        FactType(
            .preferred, "preferred music for", .occasion, .music,
            say: [
                "At {me} there must be {v} music.", "I like to hear {v} at {me}.", "I love {v} playing during {me}.",
            ],
            question: ["What music would you suggest for {me}?", "Can you propose some music for {me}?"]),
        FactType(
            .preferred, "preferred cheese for", .occasion, .cheeses,
            say: [
                "The cheese at {me} has to be {v}.", "I always take {v} to {me}.", "I never go to {me} without {v}.",
            ],
            question: ["What cheese would you suggest for {me}?", "Can you propose a cheese for {me}?"]),
        FactType(
            .preferred, "preferred fabric for", .belonging, .fabrics,
            say: [
                "A cover for {me} has to be {v}.", "I like {v} around {me}.", "I wrap {me} in {v} and nothing else.",
            ],
            question: ["What cover would you suggest for {me}?", "Can you propose a fabric for {me}?"]),
        FactType(
            .preferred, "preferred view for", .journey, .views,
            say: [
                "On {me} I want a room that faces the {v}.", "I am happy if I can see the {v} on {me}.",
                "The window has to look over the {v} on {me}.",
            ],
            question: ["What room would you suggest for {me}?", "Can you propose a room for {me}?"]),
    ]
}
