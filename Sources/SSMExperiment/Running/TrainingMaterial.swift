import SSMContext
import SSMText

/// What one training example is made of.
struct TrainingMaterial {
    /// What there is before strategies and tokenizer.
    enum Content {
        /// A sample, of which strategies make examples.
        case sample(Sample)
        /// An example that is made already.
        case example(TrainingExample)
    }

    /// What there is.
    var content: Content
    /// The example as the model gets it, such as with its prompt cut.
    var shape: (EncodedExample, any Tokenizer) -> EncodedExample = { example, _ in example }

    /// The name of the sample or example.
    var id: String {
        switch content {
        case .sample(let sample): sample.id
        case .example(let example): example.id
        }
    }
}
