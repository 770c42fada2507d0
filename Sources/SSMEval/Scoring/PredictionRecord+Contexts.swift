extension [PredictionRecord] {
    /// The answers about the first contexts, in the order in which these come first; all when there are no more.
    package func ofFirst(_ contexts: Int) -> [PredictionRecord] {
        var groups: Set<String> = []
        for record in self where groups.count < contexts { groups.insert(record.group) }
        return filter { groups.contains($0.group) }
    }
}
