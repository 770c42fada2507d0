extension Sample {
    /// The example that training uses when no strategy makes another one: the context, then every question with its
    /// target.
    ///
    /// A query-first sample begins with its first question's query; further questions follow as usual. A target that is
    /// not fed becomes the label of its cue.
    public var trainingExample: TrainingExample {
        var pieces: [TrainingExample.Piece] = []
        func add(_ text: String, _ role: TrainingExample.Role, label: String? = nil) {
            guard !text.isEmpty else { return }
            pieces.append(TrainingExample.Piece(text: text, role: role, label: label))
        }

        if isQueryFirst, let first = questions.first { add(first.query, .query) }
        for passage in context where !passage.text.isEmpty {
            pieces.append(
                TrainingExample.Piece(text: passage.text, role: .context, isEvidence: !passage.evidenceFor.isEmpty))
        }
        for (index, question) in questions.enumerated() {
            add(question.lead, .context)
            if index > 0 || !isQueryFirst { add(question.query, .query) }
            add(question.cue, .cue, label: question.isTargetFed ? nil : question.target)
            if question.isTargetFed { add(question.target, .target) }
        }
        add(ending, .context)
        return TrainingExample(id: id, pieces: pieces)
    }
}
