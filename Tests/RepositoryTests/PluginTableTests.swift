import Foundation
import Testing

@Suite struct PluginTableTests {
    @Test func `every plugin has its row in the manifest`() throws {
        let rows = PluginTable.rows(inManifest: try Repository.text(of: "Package.swift"))
        #expect(rows == Set(try Repository.folders(in: "Plugins")))
    }

    @Test func `every plugin is in the list of standard plugins`() throws {
        let list = "Plugins/StandardPlugins"
        let texts = try Repository.swiftFiles(under: "\(list)/Sources").map(Repository.text(of:))
        let imported = PluginTable.imports(inList: texts)
        for plugin in try Repository.folders(in: "Plugins") where plugin != "StandardPlugins" {
            #expect(imported.contains(plugin), "\(list) does not import \(plugin)")
        }
    }

    @Test func `a plugin explains itself`() throws {
        for plugin in try Repository.folders(in: "Plugins") where plugin != "StandardPlugins" {
            let files = try Repository.files(under: "Plugins/\(plugin)")
            for needed in ["README.md", "Sources/", "Tests/"] {
                let isThere = files.contains { $0.hasPrefix("Plugins/\(plugin)/\(needed)") }
                #expect(isThere, "Plugins/\(plugin) has no \(needed)")
            }
        }
    }

    @Test func `targets of plugins are outside the package's own access`() throws {
        let manifest = try Repository.text(of: "Package.swift")
        let loop = try #require(manifest.firstMatch(of: /\nfor plugin in plugins \{(?s:(.*?))\n\}/)?.1)
        #expect(loop.matches(of: /arget\(/).count == loop.matches(of: /packageAccess: false/).count)
    }

    @Test func `rows of the manifest's table are read`() {
        let manifest = """
            let modules: [Module] = [
                Module(name: "SSMTensor"),
            ]
            let plugins: [Plugin] = [
                Plugin(name: "One", dependencies: ["SSMContext"], tests: []),
                Plugin(
                    name: "Two"),
            ]
            for plugin in [Plugin(name: "Three")] {}
            """
        #expect(PluginTable.rows(inManifest: manifest) == ["One", "Two"])
        #expect(PluginTable.rows(inManifest: "let plugins: [Plugin] = []").isEmpty)
    }
}
