/// All types of facts.
package enum FactCatalog {
    /// The types, in order of family; the order inside a family is that in which settings take them.
    package static let types: [FactType] =
        people + belongings + journeys + advice + wishes + sums + lists + events + meetings

    /// Ways to correct a fact that do not say what it is about: only the fact itself tells.
    ///
    /// `{old}` is the value that no longer holds.
    package static let corrections: [SentenceTemplate] = [
        "A correction about {me}: {v} instead of {old}.",
        "For {me} it is {v} now and no longer {old}.",
        "Please change {old} to {v} for {me}.",
    ].map { SentenceTemplate($0) }

    /// What the assistant says after it was told something.
    static let replies = [
        "Good to know.", "Thanks for telling me.", "I see.", "That sounds fine.", "I will keep that in mind.",
        "How interesting!", "Understood.", "Noted, thank you.", "Great, anything else?",
    ]
}
