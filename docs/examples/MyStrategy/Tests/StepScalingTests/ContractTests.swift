import SSMLabTesting
import StepScaling
import Testing

@Suite struct ContractTests {
    @Test func `step scaling keeps the rules of the runtime`() async {
        await checkContract(
            StepScaling.self, configurations: [.init(baseLength: 1), .init(baseLength: 16)])
    }

    @Test func `prompts of the base length are left alone to the bit`() async {
        await checkContract(StepScaling.self, configurations: [.init(baseLength: 100_000)], isInert: true)
    }

    @Test func `a length below 1 is refused`() {
        #expect(throws: (any Error).self) { try StepScaling(.init(baseLength: 0)) }
    }
}
