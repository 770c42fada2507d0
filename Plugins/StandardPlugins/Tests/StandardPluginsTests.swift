import Foundation
import SSMContext
import SSMLabTesting
import StandardPlugins
import Testing

@Suite struct StandardPluginsTests {
    /// For each strategy a configuration that acts on the sequences of the contract suite.
    static let configurations = [
        "decimamba": #"{"layers": [0], "base-length": 12, "minimum": 4}"#,
        "remamba": #"{"compress": 0.5, "keep": 0.3}"#,
        "reread": #"{"share": 0.8}"#,
        "rwr": #"{"answering": "segments", "note-tokens": 4, "segments": {"tokens": 40}}"#,
        "oprm": #"{"segment": 12}"#,
    ]

    private static func strategy(
        _ registration: StrategyRegistration, _ json: String
    ) throws -> any ContextStrategy {
        let decoder = JSONDecoder()
        decoder.userInfo[Decoded.key] = registration
        return try decoder.decode(Decoded.self, from: Data(json.utf8)).strategy
    }

    @Test func `every strategy is named, explained and has defaults`() throws {
        let catalog = StrategyCatalog(StandardPlugins.all)
        for registration in catalog.registrations {
            #expect(registration.name.text.wholeMatch(of: /[a-z][a-z0-9\-]*/) != nil, "\(registration.name)")
            #expect(!registration.summary.isEmpty)
            #expect(registration.citation.contains(/\d{4}/), "\(registration.name): no year in the citation")
            let strategy = try Self.strategy(registration, "{}")
            #expect(type(of: strategy).name == registration.name)
        }
    }

    @Test func `every ordered pair of different strategies keeps the contract`() async throws {
        let names = StandardPlugins.all.map(\.name.text)
        #expect(Set(names) == Set(Self.configurations.keys))
        await checkComposition(
            of: StandardPlugins.all.map { registration in
                { try Self.strategy(registration, Self.configurations[registration.name.text] ?? "{}") }
            })
    }
}

/// A strategy decoded through its registration.
private struct Decoded: Decodable {
    static let key: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "registration") else { preconditionFailure("no key") }
        return key
    }()

    struct NoRegistration: Error {}

    let strategy: any ContextStrategy

    init(from decoder: any Decoder) throws {
        guard let registration = decoder.userInfo[Self.key] as? StrategyRegistration else { throw NoRegistration() }
        strategy = try registration.strategy(from: decoder)
    }
}
