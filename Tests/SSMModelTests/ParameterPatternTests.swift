import Foundation
import SSMModel
import Testing

@Suite struct ParameterPatternTests {
    private static let name = "backbone.layers.1.mixer.dt_proj.weight"

    @Test(arguments: [
        "dt_proj", "layers.1", "dt_proj.weight", "mixer.dt_proj", "backbone", "weight", name, "*", "layers.*",
        "backbone.*.weight", "layers.*.dt_proj", "dt_*", "*proj", "l*s", "layers.1*", "**", "*mixer*",
    ])
    func `matches whole components`(_ pattern: String) {
        #expect(ParameterPattern(pattern).matches(Self.name))
    }

    @Test(arguments: [
        "proj", "dt_pro", "layers.11", "layer", "ayers.1", "layers.2", "bias", "remamba/*", "weight.", ".weight",
        "mixer.weight", "DT_PROJ", "*x", "layers.*.x_proj", "x*", name + "s", "layers/1",
    ])
    func `does not match parts of components, others, or other separators`(_ pattern: String) {
        #expect(!ParameterPattern(pattern).matches(Self.name))
    }

    @Test func `components of a strategy's names are parted by a slash too`() {
        for pattern in ["remamba/*", "remamba", "query", "remamba/query.0", "query.0.weight", "*"] {
            #expect(ParameterPattern(pattern).matches("remamba/query.0.weight"), "\(pattern)")
        }
        for pattern in ["remamb/*", "mamba/*", "query.1", "remamba.query"] {
            #expect(!ParameterPattern(pattern).matches("remamba/query.0.weight"), "\(pattern)")
        }
        #expect(!ParameterPattern("remamba").matches("remamba-2/query.0.weight"))
        #expect(!ParameterPattern("layers.1").matches("backbone.layers.10.mixer.D"))
    }

    @Test func `many stars cost no more than the product of the lengths`() {
        let name = String(repeating: "a", count: 5000)
        #expect(!ParameterPattern(String(repeating: "a*", count: 500) + "b").matches(name))
    }

    @Test func `is coded as its text, and not empty`() throws {
        let patterns = [ParameterPattern("a.*"), ParameterPattern("b")]
        let data = try JSONEncoder().encode(patterns)
        #expect(String(decoding: data, as: UTF8.self) == #"["a.*","b"]"#)
        #expect(try JSONDecoder().decode([ParameterPattern].self, from: data) == patterns)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ParameterPattern].self, from: Data(#"[""]"#.utf8))
        }
    }
}
