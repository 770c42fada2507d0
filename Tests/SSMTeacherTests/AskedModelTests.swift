import Foundation
import SSMTeacher
import Testing

struct AskedModelTests {
    private func model(_ keys: String) throws -> AskedModel {
        try JSONDecoder().decode(AskedModel.self, from: Data("{\(keys), \"cache\": \"c\"}".utf8))
    }

    @Test func `a model on a server is known by its name`() throws {
        let asked = try model(#""endpoint": {"url": "http://127.0.0.1:9/v1"}, "model": "m""#)
        #expect(try asked.requestName() == "m" && asked.title == "endpoint:m")
    }

    @Test(arguments: ["model.h5", ""]) func `a local model is known by what its files hold`(_ name: String) throws {
        let folder = try TemporaryFolder("asked")
        defer { withExtendedLifetime(folder) {} }
        let file = folder.url.appendingPathComponent("model.h5")
        let path = name.isEmpty ? folder.url.path : file.path
        let asked = try model("\"checkpoint\": \"\(path)\"")
        #expect(throws: (any Error).self) { try model("\"checkpoint\": \"\(file.path)/none\"").requestName() }
        try Data("weights".utf8).write(to: file)
        let first = try asked.requestName()
        #expect(first.hasPrefix("\(path) ") && asked.title == "checkpoint:\(path)")
        try Data("trained again".utf8).write(to: file)
        #expect(try asked.requestName() != first)
        try Data("weights".utf8).write(to: file)
        #expect(try asked.requestName() == first)
    }
}
