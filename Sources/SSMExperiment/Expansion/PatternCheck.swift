import SSMModel
import SSMTrain

/// Refuses patterns of a stage that cannot be meant, with their places and the nearest names.
struct PatternCheck {
    let stage: StageConfiguration
    /// The keys that lead to the stage.
    let path: [String]
    let places: ConfigurationPlaces

    /// Refuses a target of `lora` that matches no matrix that can be adapted.
    func checkTargets(for model: ModelConfiguration) throws(ConfigurationError) {
        let adaptable = model.adaptableShapes.map(\.name)
        for (index, pattern) in (stage.lora?.targets ?? []).enumerated()
        where !adaptable.contains(where: pattern.matches) {
            let others = model.parameterShapes.map(\.name).first(where: pattern.matches)
            let reason =
                others.map { "'\(pattern)' matches '\($0)', which cannot have an adapter" }
                ?? "'\(pattern)' matches no parameter\(hint(pattern, among: adaptable))"
            throw places.refusal(
                reason + "; embeddings, in_proj, x_proj, dt_proj, out_proj and lm_head can have adapters",
                at: path + ["lora", "targets", String(index)])
        }
    }

    /// Refuses a pattern of `trainable` that matches nothing in any column, a matrix that trains itself and has an
    /// adapter, and a column that would train nothing.
    func checkTrainable(
        _ selections: [ParameterSelection], columns: [String], model: ModelConfiguration
    ) throws(ConfigurationError) {
        let adapted = Set(stage.lora?.targets(in: model) ?? [])
        for (index, pattern) in (stage.trainable ?? []).enumerated() {
            let names = selections.flatMap(\.names)
            guard names.contains(where: pattern.matches) else {
                throw places.refusal(
                    "'\(pattern)' matches no parameter\(hint(pattern, among: names))",
                    at: path + ["trainable", String(index)])
            }
            if let name = names.first(where: { adapted.contains($0) && pattern.matches($0) }) {
                throw places.refusal(
                    "'\(pattern)' names '\(name)', which 'lora' adapts; a matrix trains itself or has an adapter",
                    at: path + ["trainable", String(index)])
            }
        }
        for (selection, column) in zip(selections, columns) where selection.trained.isEmpty && adapted.isEmpty {
            throw places.refusal(
                "the stage '\(stage.name)' trains nothing for the column '\(column)'", at: path + ["trainable"])
        }
    }

    /// The pattern with the part of a known name that is nearest to its beginning, up to a component with `*`.
    private func hint(_ pattern: ParameterPattern, among names: [String]) -> String {
        func components(_ name: String) -> [Substring] { name.split { $0 == "." || $0 == "/" } }
        let literal = components(pattern.text).prefix { !$0.contains("*") }
        let length = literal.count
        guard length > 0 else { return "" }
        var parts: [String] = []
        var seen: Set<String> = []
        for name in names {
            let all = components(name)
            for first in 0..<max(0, all.count - length + 1) {
                let run = all[first..<(first + length)]
                guard let start = run.first?.startIndex, let end = run.last?.endIndex else { continue }
                let part = String(name[start..<end])
                if seen.insert(part).inserted { parts.append(part) }
            }
        }
        let end = literal.last?.endIndex ?? pattern.text.startIndex
        let beginning = String(pattern.text[..<end])
        if let nearest = nearestName(to: beginning, among: parts), nearest != beginning {
            return "; did you mean '\(nearest)\(pattern.text[end...])'?"
        }
        let words = seen.filter { Int($0) == nil }.sorted()
        return length == 1 ? " (parts of names: \(words.joined(separator: ", ")))" : ""
    }
}
