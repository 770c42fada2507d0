import SSMContext
import SSMLabTesting
import Synchronization
import Testing

@Suite struct ContractTests {
    @Test func `a strategy that does nothing passes, and is the baseline`() async {
        await checkContract(FaultyStrategy.self, configurations: [.init(nil)], isInert: true)
    }

    @Test func `a strategy with trained parameters and hooks passes`() async {
        await checkContract(ScaledSteps.self, configurations: [.init(), .init(initial: 2)])
    }

    @Test func `strategies pass inside one another`() async {
        await checkComposition(of: [
            { try ScaledSteps(.init(initial: 0.25)) }, { try FaultyStrategy(.init(nil)) },
        ])
    }

    @Test(arguments: FaultyStrategy.Fault.allCases) func `a broken rule is named`(
        _ fault: FaultyStrategy.Fault
    ) async throws {
        let complaints = try await complaints {
            await checkContract(FaultyStrategy.self, configurations: [.init(fault)])
        }
        #expect(complaints.contains { $0.contains(fault.complaint) }, "\(complaints)")
        #expect(complaints.allSatisfy { $0.contains("faulty") }, "\(complaints)")
    }

    @Test func `a broken rule inside another strategy is named`() async throws {
        let complaints = try await complaints {
            await checkComposition(of: [
                { try ScaledSteps(.init()) }, { try FaultyStrategy(.init(.looksAtOtherSequences)) },
            ])
        }
        #expect(complaints.contains { $0.contains("scaled-steps around faulty") })
        #expect(complaints.contains { $0.contains("faulty around scaled-steps") })
    }

    @Test func `a strategy that acts is not inert`() async throws {
        let complaints = try await complaints {
            await checkContract(ScaledSteps.self, configurations: [.init()], isInert: true)
        }
        #expect(complaints.allSatisfy { $0.contains("inert strategy against the baseline") })
    }

    @Test func `a configuration that is refused is an issue, an idle parameter that is announced is none`() async throws
    {
        let complaints = try await complaints {
            await checkContract(ScaledSteps.self, configurations: [.init(initial: -1)])
        }
        #expect(complaints.count == 1)
        await checkContract(
            FaultyStrategy.self, configurations: [.init(.declaresIdleParameter)], idle: ["idle"])
    }
}

/// What is complained about; that there is nothing is an issue of its own.
func complaints(_ body: () async throws -> Void) async throws -> [String] {
    let seen = Mutex<[String]>([])
    try await withKnownIssue {
        try await body()
    } matching: { issue in
        seen.withLock { $0.append(issue.comments.map(\.rawValue).joined(separator: " ")) }
        return true
    }
    return seen.withLock { $0 }
}
