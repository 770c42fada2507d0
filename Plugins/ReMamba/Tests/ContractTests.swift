import ReMamba
import SSMLabTesting
import Testing

@Suite struct ContractTests {
    private static let weights = ["query", "key"].flatMap { part in
        [0, 1].flatMap { ["\(part).\($0).weight", "\(part).\($0).bias"] }
    }
    private static let offsets = ["offset.0", "offset.1"]

    @Test(arguments: RowSelectionRule.allCases, MemoryPlacement.allCases)
    func `every selection that scales steps keeps the contract`(
        _ selection: RowSelectionRule, _ placement: MemoryPlacement
    ) async {
        await checkContract(
            ReMamba.self,
            configurations: [
                ReMambaConfiguration(
                    compress: 0.4, keep: 0.3, start: 0.1, selection: selection, placement: placement),
                ReMambaConfiguration(
                    leaving: 10, keep: 0.05, minimumRows: 4, selection: selection, placement: placement,
                    importanceGradient: .true, initialisation: .paper,
                    training: TrainingRatios(
                        start: RatioRange(0.1, 0.3), long: 20, compressLong: RatioRange(0.2, 0.9), leaving: 10,
                        compressShort: RatioRange(1, 1))),
            ])
    }

    @Test(arguments: RowSelectionRule.allCases, MemoryPlacement.allCases)
    func `every selection that scales values keeps the contract`(
        _ selection: RowSelectionRule, _ placement: MemoryPlacement
    ) async {
        await checkContract(
            ReMamba.self,
            configurations: [
                ReMambaConfiguration(
                    compress: 0.4, keep: 0.3, selection: selection, importance: .values, placement: placement)
            ], idle: Set(Self.offsets))
    }

    @Test(arguments: RowSelectionRule.allCases, MemoryPlacement.allCases)
    func `every selection alone keeps the contract`(
        _ selection: RowSelectionRule, _ placement: MemoryPlacement
    ) async {
        await checkContract(
            ReMamba.self,
            configurations: [
                ReMambaConfiguration(
                    compress: 0.4, keep: 0.3, selection: selection, importance: .none, placement: placement)
            ], idle: Set(Self.offsets + Self.weights))
    }

    @Test func `two compressions keep the contract inside one another`() async {
        await checkComposition(of: [
            { try ReMamba(ReMambaConfiguration(compress: 0.5, keep: 0.5)) },
            { try ReMamba(ReMambaConfiguration(keep: 0.4, start: 0.1, placement: .append)) },
        ])
    }
}
