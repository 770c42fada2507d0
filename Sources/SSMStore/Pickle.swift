package import Foundation

/// Weights as PyTorch saves them: known so that an error can say what to do, never read.
package enum Pickle {
    private static let endings = ["bin", "pt", "pth", "ckpt", "pkl", "pickle"]
    /// What training programs leave beside the weights.
    private static let others = ["training_args", "optimizer", "scheduler", "scaler", "rng_state"]
    /// The beginnings of what `torch.save` writes: a zip archive, or a pickle of protocol 2 and later.
    private static let beginnings: [[UInt8]] = [[0x50, 0x4B, 3, 4], [0x80, 2], [0x80, 3], [0x80, 4], [0x80, 5]]

    /// Whether a file has the name of a pickle, or begins like one.
    package static func isPickle(_ url: URL) -> Bool {
        if endings.contains(url.pathExtension) { return true }
        guard let file = try? InputFile(url), let start = try? file.bytes(0..<min(4, file.size)) else { return false }
        return isBeginning(start)
    }

    /// Whether a file begins like this when it is a pickle.
    static func isBeginning(_ bytes: [UInt8]) -> Bool {
        beginnings.contains { bytes.starts(with: $0) }
    }

    /// The pickle with the weights of a model in a folder: `pytorch_model.bin` or the index of its shards when there
    /// is one, else the first other pickle that may hold weights; nil when there is none.
    static func weights(in folder: URL) -> URL? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
        let usual = ["pytorch_model.bin", "pytorch_model.bin.index.json"].first { names.contains($0) }
        let other = names.first { name in
            endings.contains { name.hasSuffix(".\($0)") } && !others.contains { name.hasPrefix($0) }
        }
        return (usual ?? other).map { folder.appendingPathComponent($0) }
    }

    /// What to do with a pickle, for people.
    static func advice(for path: String) -> String {
        let name = URL(fileURLWithPath: path).lastPathComponent
        let isPlain = name.utf8.allSatisfy { UInt8(ascii: "-")...UInt8(ascii: "z") ~= $0 && $0 != UInt8(ascii: "\\") }
        let files = name.hasPrefix("pytorch_model") ? "pytorch_model*.bin" : isPlain ? name : "FILE"
        return """
            a pickle, which is not read: whoever loads one runs the code that it holds. Convert it once, in its folder:
              python3 -c 'import glob, torch, safetensors.torch as s; w = {}; \
            [w.update(torch.load(f, map_location="cpu", weights_only=True)) for f in sorted(glob.glob("\(files)"))]; \
            s.save_file({k: v.clone().contiguous() for k, v in w.items()}, "model.safetensors", {"format": "pt"})'
            The repositories whose names end in -hf hold safetensors already.
            """
    }
}
