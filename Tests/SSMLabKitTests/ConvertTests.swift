import Foundation
import SSMLabKit
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import SSMText
import Testing

/// `ssmlab convert`
@Suite struct ConvertTests {
    private let folder: TemporaryFolder
    private let device = Device(workers: 1)
    private let model: LanguageModel

    init() throws {
        folder = try TemporaryFolder()
        let words = try WordTokenizer(words: [" one", " two"])
        model = try TinyModel.make(
            TinyModel.configuration(vocabularySize: words.vocabularySize + 1), on: Device(workers: 1))
        let parts = model.checkpointParts()
        var tensors = parts.tensors
        tensors["strategies/rwr/weight"] = .filled(with: 3, shape: [4, 2], on: device)
        try Checkpoint(tensors: tensors, texts: ["model": parts.configuration, "tokenizer": words.json])
            .write(to: URL(fileURLWithPath: folder.path("model.h5")))
    }

    private func expectModel(at path: String) throws {
        let loaded = try LoadedModel(contentsOf: URL(fileURLWithPath: path), on: device)
        for (name, tensor) in model.parameters {
            expectSameBits(try #require(loaded.model.parameters[name]), tensor, named: name)
        }
        #expect(loaded.strategyParameters["rwr/weight"]?.values == [Float](repeating: 3, count: 8))
    }

    @Test func `a checkpoint becomes a folder and a checkpoint again`() async throws {
        let out = await InProcess("convert", folder.path("model.h5"), folder.path("folder"))
        #expect(out.status == .success, "\(out.notes)")
        try expectModel(at: folder.path("folder"))
        let count = model.configuration.parameterCount
        #expect(out.notes.hasPrefix("wrote \(folder.path("folder")): \(count) parameters, "), "\(out.notes)")
        let tokens = model.configuration.vocabularySize - 1
        #expect(out.notes.contains(" bytes in 5 files, a tokenizer of \(tokens) tokens"), "\(out.notes)")
        #expect(out.notes.hasSuffix(", 8 parameters of strategies (rwr)\n"))
        let back = await InProcess("convert", folder.path("folder"), folder.path("back.h5"))
        #expect(back.status == .success && back.notes.contains(" bytes in 1 file, "), "\(back.notes)")
        try expectModel(at: folder.path("back.h5"))
    }

    @Test func `a folder of weights in shards can be asked for`() async throws {
        let run = await InProcess("convert", folder.path("model.h5"), folder.path("folder"), "--shard-size", "10kb")
        #expect(run.status == .success, "\(run.notes)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("folder"))
        #expect(names.contains("model.safetensors.index.json") && !names.contains("model.safetensors"))
        try expectModel(at: folder.path("folder"))
        for size in ["0", "-5MB", "many", "1.5GB", "99999999999999999GB"] {
            let run = await InProcess("convert", folder.path("model.h5"), folder.path("x"), "--shard-size=\(size)")
            #expect(run.status == .usage, "\(size)")
        }
    }

    @Test func `nothing is written over, and sources that cannot be read have the exit code of data`() async throws {
        let taken = try folder.file("taken.h5", "mine")
        let over = await InProcess("convert", folder.path("model.h5"), taken)
        #expect(over.status == .data && over.notes.contains("taken.h5: there is something already"), "\(over.notes)")
        #expect(try String(contentsOfFile: taken, encoding: .utf8) == "mine")
        let same = await InProcess("convert", folder.path("model.h5"), folder.path("model.h5"))
        #expect(same.status == .data)
        try expectModel(at: folder.path("model.h5"))
        let absent = await InProcess("convert", folder.path("absent"), folder.path("out.h5"))
        #expect(absent.status == .data && absent.notes.contains("absent: there is no such file"), "\(absent.notes)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("out.h5")))
        let typed = await InProcess("convert", folder.path("model.h5"), folder.path("out.safetensors"))
        #expect(typed.status == .usage && typed.notes.contains("ends in .h5, or a folder"), "\(typed.notes)")
        let nowhere = await InProcess("convert", folder.path("model.h5"), folder.path("no/where/out"))
        #expect(nowhere.status == .disk && nowhere.notes.contains("see that its folder is there"), "\(nowhere.notes)")
    }

    @Test func `a tokenizer that does not fit goes along with a warning`() async throws {
        let parts = model.checkpointParts()
        let words = try WordTokenizer(words: (1...50).map { " " + String(repeating: "a", count: $0) })
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": words.json])
            .write(to: URL(fileURLWithPath: folder.path("large.h5")))
        let run = await InProcess("convert", folder.path("large.h5"), folder.path("folder"))
        #expect(run.status == .success)
        #expect(run.notes.contains("warning: \(folder.path("large.h5")): its tokenizer has \(words.vocabularySize)"))
        #expect(run.notes.contains("tokenizer.json as it is, no parameters of strategies"), "\(run.notes)")
    }
}
