extension FactCatalog {
    /// What the user tells about belongings.
    static let belongings: [FactType] = [
        FactType(
            .told, "place of", .belonging, .rooms,
            say: ["I keep {me} in the {v}.", "{Me} stands in the {v}.", "You will find {me} in the {v}."],
            update: ["I carried {me} to the {v}.", "I found a better place for {me}, the {v}."],
            question: ["Where do I keep {me}?", "In which part of the house is {me}?"]),
        FactType(
            .told, "shop of", .belonging, .shops,
            say: [
                "I bought {me} at {v}.", "{Me} is from the shop {v}.", "The shop {v} sold me {me} for a good price.",
            ],
            update: ["I mixed it up, I bought {me} at {v}.", "The receipt says that {me} is from the shop {v}."],
            question: ["Where did I buy {me}?", "Which shop is {me} from?"]),
        FactType(
            .told, "material of", .belonging, .materials,
            say: ["{Me} is made of {v}.", "Most of {me} is {v}.", "The material of {me} is {v}."],
            update: ["I looked closely, {me} is made of {v}.", "An expert says that {me} is made of {v}."],
            question: ["What is {me} made of?", "What is the material of {me}?"]),
        FactType(
            .told, "brand of", .belonging, .brands,
            say: ["{Me} is a product of {v}.", "The brand of {me} is {v}.", "{Me} has {v} written on it."],
            update: [
                "I read the label again, {me} is a product of {v}.", "The label says that the brand of {me} is {v}.",
            ],
            question: ["What is the brand of {me}?", "Who is the maker of {me}?"]),
        FactType(
            .told, "fault of", .belonging, .defects,
            say: ["{Me} has {a v}.", "There is {a v} on {me}.", "I noticed {a v} on {me}."],
            update: ["That is fixed, but {me} has {a v}.", "I fixed {me}, then {a v} appeared on it."],
            question: ["What is wrong with {me}?", "Which fault does {me} have?"]),
        FactType(
            .told, "borrower of", .belonging, .teachers,
            say: ["I lent {me} to {v}.", "Somebody called {v} borrowed {me}.", "{Me} is with {v} for a while."],
            update: ["I got it back and then lent {me} to {v}.", "Meanwhile {v} has {me}."],
            question: ["To whom did I lend {me}?", "Who has {me}?"]),
        FactType(
            .told, "stone on", .belonging, .stones,
            say: [
                "The stone on {me} is {a v}.", "A jeweler put {a v} on {me}.", "{Me} is decorated with {a v}.",
            ],
            update: ["I had the stone on {me} replaced by {a v}.", "The new stone on {me} is {a v}."],
            question: ["Which stone is on {me}?", "With which stone is {me} decorated?"]),
        FactType(
            .told, "bird on", .belonging, .birds,
            say: ["{Me} shows a picture of {a v}.", "Somebody painted {a v} on {me}.", "The bird on {me} is {a v}."],
            update: ["I had the picture on {me} changed to {a v}.", "The new bird on {me} is {a v}."],
            question: ["Which bird is on {me}?", "The picture of which bird is on {me}?"]),
    ]
}
