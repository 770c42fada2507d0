/// The sources of a mixture, by which a stage counts what it has taken from each.
package struct Mixture: Sendable {
    /// What each source is called.
    package let names: [String]
    /// Which of them an example is taken from.
    package let order: MixtureOrder

    /// The sources of a mixture.
    package init(names: [String], order: MixtureOrder) {
        self.names = names
        self.order = order
    }

    /// Nothing taken from any source.
    var nothing: [ExampleTally] { names.map { ExampleTally(source: $0) } }
}
