import ArgumentParser

/// The layers that a command is about.
struct LayerOptions: ParsableArguments {
    @Option(
        name: .customLong("layers"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Layers from 0, with spaces or commas between: numbers and ranges, 0,4-7 or 0-23:6; all if not given.",
            valueName: "N,..."))
    var lists: [NumberList] = []

    /// The layers.
    var list: NumberList { NumberList(joining: lists) }

    /// Their numbers in a model, increasing.
    ///
    /// - Throws: `ValidationError` for a layer that the model lacks.
    func numbers(below count: Int) throws -> [Int] {
        try list.values(below: count, of: "layer")
    }
}
