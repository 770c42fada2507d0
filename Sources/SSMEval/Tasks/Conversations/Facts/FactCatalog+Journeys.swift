extension FactCatalog {
    /// What the user tells about journeys, courses and occasions.
    static let journeys: [FactType] = [
        FactType(
            .told, "hotel of", .journey, .hotels,
            say: ["On {me} I stay at the {v}.", "The hotel of {me} is the {v}.", "For {me} I booked the {v} Hotel."],
            update: ["I changed the hotel of {me} to the {v}.", "The {v} is the new hotel of {me}."],
            question: ["What is the hotel of {me}?", "Where do I stay on {me}?"]),
        FactType(
            .told, "sight of", .journey, .landmarks,
            say: [
                "On {me} I want to see the {v}.", "The best sight of {me} is the {v}.",
                "The {v} is the reason for {me}.",
            ],
            update: ["The plan has changed, on {me} I see the {v}.", "The new goal of {me} is the {v}."],
            question: ["Which sight do I want to see on {me}?", "What is the best sight of {me}?"]),
        FactType(
            .told, "loss of", .journey, .losses,
            say: ["On {me} I lost my {v}.", "After {me} my {v} was missing.", "I left my {v} behind on {me}."],
            update: [
                "That turned up, but on {me} I lost my {v} for good.", "What is really missing after {me} is my {v}.",
            ],
            question: ["What did I lose on {me}?", "What was missing after {me}?"]),
        FactType(
            .told, "souvenir of", .journey, .souvenirs,
            say: [
                "My souvenir of {me} is {v}.", "I brought home {v} from {me}.", "From {me} I have {v} as a memory.",
            ],
            update: ["I exchanged the souvenir of {me} for {v}.", "I kept another souvenir of {me}, {v}."],
            question: ["What is my souvenir of {me}?", "What did I bring home from {me}?"]),
        FactType(
            .told, "weather of", .journey, .weathers,
            say: [
                "The forecast for {me} is {v}.", "I expect {v} on {me}.", "For {me} the radio promises {v}.",
            ],
            update: ["The new forecast for {me} is {v}.", "The radio has changed it to {v} for {me}."],
            question: ["What is the forecast for {me}?", "What weather is expected on {me}?"]),
        FactType(
            .told, "teacher of", .course, .teachers,
            say: ["The teacher of {me} is {v}.", "{Me} is taught by {v}.", "Every week {v} leads {me}."],
            update: ["The new teacher of {me} is {v}.", "From now on {v} leads {me}."],
            question: ["Who is the teacher of {me}?", "Who leads {me}?"]),
        FactType(
            .told, "topic of", .course, .lessons,
            say: ["The topic of {me} is {v}.", "{Me} is all about {v}.", "At {me} we work on {v}."],
            update: ["The new topic of {me} is {v}.", "{Me} has moved on to {v}."],
            question: ["What is the topic of {me}?", "What is {me} about?"]),
        FactType(
            .told, "room of", .course, .rooms,
            say: ["{Me} takes place in the {v}.", "We meet in the {v} for {me}.", "The room of {me} is the {v}."],
            update: ["{Me} has been moved to the {v}.", "The new room of {me} is the {v}."],
            question: ["Where does {me} take place?", "In which room do we meet for {me}?"]),
        FactType(
            .told, "host of", .occasion, .names,
            say: ["The host of {me} is {v}.", "{Me} is organized by {v}.", "It is {v} who invites us to {me}."],
            update: ["The new host of {me} is {v}.", "It is {v} who took over {me}."],
            question: ["Who is the host of {me}?", "Who organizes {me}?"]),
    ]

    /// Whom a journey brought.
    static let meetings: [FactType] = [
        FactType(
            .met, "person met on", .journey,
            say: ["On {me} I met {v}.", "It was on {me} that I ran into {v}.", "I got to know {v} on {me}."],
            question: ["the person I met on {me}", "the one I got to know on {me}"])
    ]
}
