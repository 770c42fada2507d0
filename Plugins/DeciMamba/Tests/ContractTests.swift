import DeciMamba
import SSMLabTesting
import Testing

@Suite struct ContractTests {
    @Test(arguments: DecimationScore.allCases) func `every score keeps the contract`(
        _ score: DecimationScore
    ) async {
        await checkContract(
            DeciMamba.self,
            configurations: [
                DeciMambaConfiguration(layers: [0], baseLength: 12, minimum: 4, score: score),
                DeciMambaConfiguration(layers: [0, 1], baseLength: 20, minimum: 0, protected: 3, score: score),
            ])
    }

    @Test func `two decimations keep the contract inside one another`() async {
        await checkComposition(of: [
            { try DeciMamba(DeciMambaConfiguration(layers: [0], baseLength: 20, minimum: 0)) },
            { try DeciMamba(DeciMambaConfiguration(layers: [0, 1], baseLength: 9, minimum: 0, score: .slow)) },
        ])
    }

    @Test func `a budget above every length is the baseline`() async {
        await checkContract(
            DeciMamba.self, configurations: [DeciMambaConfiguration(layers: [0, 1], baseLength: 4000, beta: 1)],
            isInert: true)
    }
}
