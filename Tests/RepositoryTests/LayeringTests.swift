import Foundation
import Testing

@Suite struct LayeringTests {
    @Test func `every folder of Sources has a layer`() throws {
        let unknown = try Repository.folders(in: "Sources").filter { Layers.table[$0] == nil }
        #expect(unknown.isEmpty, "no layer in Layers.table for \(unknown)")
    }

    @Test func `modules import only lower layers`() throws {
        let plugins = Set(try Repository.folders(in: "Plugins"))
        var checked = 0
        for path in try Repository.swiftFiles(under: "Sources") {
            let module = String(path.split(separator: "/")[1])
            for (imported, line) in Layers.imports(in: try Repository.text(of: path)) {
                let objection = Layers.objection(to: imported, in: module, plugins: plugins)
                #expect(objection == nil, "\(path):\(line) imports \(imported): \(objection ?? "")")
                checked += 1
            }
        }
        #expect(checked > 0, "no import was read")
    }

    @Test func `plugins import only the public interface`() throws {
        let plugins = Set(try Repository.folders(in: "Plugins"))
        for path in try Repository.swiftFiles(under: "Plugins") {
            let parts = path.split(separator: "/").map(String.init)
            let isTest = parts[2] == "Tests"
            for (imported, line) in Layers.imports(in: try Repository.text(of: path)) {
                let objection = Layers.objection(
                    to: imported, inPlugin: parts[1], isTest: isTest, plugins: plugins)
                #expect(objection == nil, "\(path):\(line) imports \(imported): \(objection ?? "")")
            }
        }
    }

    @Test func `import lines of every form are read`() {
        let text = """
            import Foundation
            public import SSMTensor
            package import struct SSMModel.TokenStream  // why
            @preconcurrency import SSMStore
            @_spi(Testing) private import SSMText
            // import SSMEval
            let important = 1
            """
        let found = Layers.imports(in: text)
        #expect(found.map(\.module) == ["Foundation", "SSMTensor", "SSMModel", "SSMStore", "SSMText"])
        #expect(found.map(\.line) == [1, 2, 3, 4, 5])
    }

    @Test(arguments: [
        ("SSMModel", "SSMTensor"), ("SSMStore", "Foundation"), ("ssmlab", "StandardPlugins"),
        ("SSMTensor", "COpenBLAS"), ("SSMLabTesting", "SSMContext"),
    ])
    func `an import that points down is allowed`(_ module: String, _ imported: String) {
        #expect(Layers.objection(to: imported, in: module, plugins: ["StandardPlugins", "Identity"]) == nil)
    }

    @Test(arguments: [
        ("SSMTensor", "SSMModel"), ("SSMModel", "SSMText"), ("SSMLabKit", "StandardPlugins"),
        ("ssmlab", "Identity"), ("SSMModel", "COpenBLAS"), ("SSMRecord", "CHDF5"), ("SSMLabTesting", "SSMStore"),
    ])
    func `an import that does not point down is refused`(_ module: String, _ imported: String) {
        #expect(Layers.objection(to: imported, in: module, plugins: ["StandardPlugins", "Identity"]) != nil)
    }

    @Test func `a plugin is refused what is not public`() {
        let plugins: Set = ["StandardPlugins", "Identity", "Other"]
        func objection(_ imported: String, isTest: Bool = false, in plugin: String = "Identity") -> String? {
            Layers.objection(to: imported, inPlugin: plugin, isTest: isTest, plugins: plugins)
        }
        #expect(objection("SSMContext") == nil)
        #expect(objection("SSMLabTesting", isTest: true) == nil)
        #expect(objection("Identity", isTest: true) == nil)
        #expect(objection("Identity", in: "StandardPlugins") == nil)
        #expect(objection("SSMStore") != nil)
        #expect(objection("SSMLabTesting") != nil)
        #expect(objection("Other") != nil)
    }
}
