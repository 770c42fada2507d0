/// A type of fact: what is said about one kind of entity, in several ways, and how it is asked for.
///
/// Templates have these places: `{me}` and `{Me}` "my cousin Anna", `{you}` and `{You}` "your cousin Anna", `{v}` the
/// value, `{a v}` the value with its article, `{n}` a number; questions about events also `{rank}` "first" or "last",
/// `{options}` "my cousin Anna or my uncle Leo" and `{pair}` "my cousin Anna and my uncle Leo".
package struct FactType: Sendable {
    /// How facts of the type are told and combined.
    package let family: FactFamily

    /// The words before the entity in notes, such as "job of"; no two types share them.
    package let label: String

    /// What the facts are about.
    package let subject: EntityKind

    /// The values; nil for numbers, events and meetings.
    let values: WordList?

    /// What the user says before the assistant advises; empty for what the user tells.
    let ask: SentenceTemplate

    /// Several ways to tell the fact; they have all of the fact. The first one names the entity before the value, so
    /// that a small model, for which settings leave one way, has one rule to learn for all types: keys before values.
    package let statements: [SentenceTemplate]

    /// Ways to tell that the value has changed, which have all of the new fact; empty where nothing changes.
    package let updates: [SentenceTemplate]

    /// Several ways to ask for the value, the sum, all the values, or the order of events.
    package let questions: [SentenceTemplate]

    /// Ways to ask for the days between two events; empty for other facts.
    package let spans: [SentenceTemplate]

    /// A type of fact.
    init(
        _ family: FactFamily, _ label: String, _ subject: EntityKind, _ values: WordList? = nil, ask: String = "",
        say statements: [String], update updates: [String] = [], question questions: [String],
        span spans: [String] = []
    ) {
        self.family = family
        self.label = label
        self.subject = subject
        self.values = values
        self.ask = SentenceTemplate(ask)
        self.statements = statements.map { SentenceTemplate($0) }
        self.updates = updates.map { SentenceTemplate($0) }
        self.questions = questions.map { SentenceTemplate($0) }
        self.spans = spans.map { SentenceTemplate($0) }
    }
}
