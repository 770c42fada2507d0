import Foundation
import RwR
import SSMContext
import SSMLabTesting
import Testing

@Suite struct ConfigurationTests {
    private static let json = """
        {
            "layout": "prepend", "content": "filler",
            "training": {"notes": 2, "joined": 3, "plain": 4, "empty": 0.1, "partial": 0.5}, "answering": "segments",
            "note-tokens": 9, "segments": {"tokens": 99, "keep-empty": true, "fallback": "whole"},
            "texts": {
                "cue": "\\nNote:", "marker": "<|so|>", "empty": " none", "abstention": " unknown.", "separator": " ",
                "filler": "-"
            },
            "teacher": {"notes": "notes.jsonl"}, "verifier": "none", "locator": "contains"
        }
        """
    private static let configuration = RwRConfiguration(
        layout: .prepend, content: .filler,
        training: NoteTraining(notes: 2, joined: 3, plain: 4, empty: 0.1, partial: 0.5), answering: .segments,
        noteTokens: 9, segments: SegmentSettings(tokens: 99, keepEmpty: true, fallback: .whole),
        texts: NoteTexts(
            cue: "\nNote:", marker: "<|so|>", empty: " none", abstention: " unknown.", separator: " ", filler: "-"),
        teacher: .notes("notes.jsonl"), verifier: .rule(.none), locator: .rule(.contains))

    private func decode(_ values: [String: Any]) throws -> RwRConfiguration {
        try JSONDecoder().decode(RwRConfiguration.self, from: try JSONSerialization.data(withJSONObject: values))
    }

    /// All keys, those of mappings as "outer.inner".
    private func keys(of values: [String: Any]) -> Set<String> {
        Set(
            values.flatMap { key, value in
                (value as? [String: Any]).map { $0.keys.map { "\(key).\($0)" } } ?? [key]
            })
    }

    private func saved(_ configuration: RwRConfiguration) throws -> [String: Any] {
        let data = try JSONEncoder().encode(configuration)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `the file of defaults has every key, and its values are the defaults`() throws {
        let file = try DefaultsFile.values()
        #expect(keys(of: file) == keys(of: try saved(RwRConfiguration())))
        #expect(try decode(file) == RwRConfiguration())
        #expect(try decode([:]) == RwRConfiguration())
    }

    @Test func `every key is read and written`() throws {
        let values = try #require(try JSONSerialization.jsonObject(with: Data(Self.json.utf8)) as? [String: Any])
        #expect(try decode(values) == Self.configuration)
        #expect(keys(of: try saved(Self.configuration)) == keys(of: values))
    }

    @Test func `values without sense are refused by key`() throws {
        let wrong: [(String, RwRConfiguration)] = [
            ("note-tokens", RwRConfiguration(noteTokens: 0)),
            ("answering", RwRConfiguration(layout: .answerFirst)),
            ("training.notes", RwRConfiguration(training: NoteTraining(notes: 0))),
            ("training.joined", RwRConfiguration(training: NoteTraining(joined: -1))),
            ("training.plain", RwRConfiguration(training: NoteTraining(plain: .nan))),
            ("training.empty", RwRConfiguration(training: NoteTraining(empty: 1.1))),
            ("training.partial", RwRConfiguration(training: NoteTraining(empty: 0.6, partial: 0.5))),
            ("segments.tokens", RwRConfiguration(segments: SegmentSettings(tokens: 0))),
            ("texts.cue", RwRConfiguration(texts: NoteTexts(cue: ""))),
            ("texts.marker", RwRConfiguration(texts: NoteTexts(marker: " "))),
            ("texts.empty", RwRConfiguration(texts: NoteTexts(empty: "\n"))),
            ("texts.filler", RwRConfiguration(texts: NoteTexts(filler: ""))),
            ("training.joined", RwRConfiguration(content: .filler, training: NoteTraining(joined: 1))),
            ("verifier", RwRConfiguration(verifier: .rule(.none))),
            ("locator", RwRConfiguration(teacher: .notes("notes.jsonl"), locator: .rule(.contains))),
            (
                "training.partial",
                RwRConfiguration(training: NoteTraining(partial: 0.1), teacher: .notes("notes.jsonl"))
            ),
        ]
        for (key, configuration) in wrong {
            let error = #expect(throws: StrategyError.self) { try RwR(configuration) }
            #expect(try #require(error).description.contains("'\(key)'"))
        }
    }

    @Test(arguments: [
        (#"{"cache": "c"}"#, "endpoint"),
        (#"{"endpoint": {"url": "http://127.0.0.1/v1"}, "checkpoint": "m", "cache": "c"}"#, "endpoint"),
        (#"{"endpoint": {"url": "http://127.0.0.1/v1"}, "cache": "c"}"#, "model"),
        (#"{"checkpoint": "m", "cache": ""}"#, "cache"),
        (#"{"checkpoint": "m", "model": "n", "cache": "c"}"#, "model"),
    ])
    func `a model that cannot be asked is refused by key`(_ json: String, _ key: String) throws {
        let whole = #"{"checkpoint": "m", "cache": "c"}"#
        for who in ["teacher", "verifier", "locator"] {
            let teacher = who == "teacher" ? "" : "\"teacher\": \(whole), "
            let configuration = try JSONDecoder().decode(
                RwRConfiguration.self, from: Data("{\(teacher)\"\(who)\": \(json)}".utf8))
            let error = #expect(throws: StrategyError.self) { try RwR(configuration) }
            #expect(try #require(error).description.contains("'\(who).\(key)'"))
        }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RwRConfiguration.self, from: Data(#"{"teacher": "nobody"}"#.utf8))
        }
    }

    @Test func `it keeps the contract`() async {
        await checkContract(
            RwR.self,
            configurations: [
                RwRConfiguration(noteTokens: 5),
                RwRConfiguration(
                    training: NoteTraining(joined: 1, plain: 1, partial: 0.3), answering: .segments, noteTokens: 4,
                    segments: SegmentSettings(tokens: 40)),
                RwRConfiguration(layout: .prepend, noteTokens: 3),
                RwRConfiguration(
                    layout: .answerFirst, content: .shuffled, training: NoteTraining(empty: 0), answering: .direct),
            ])
    }
}
