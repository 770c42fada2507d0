package import Foundation
package import SSMTensor

/// The checkpoints of one run: step-00000123.h5 and the one before it.
package struct CheckpointFolder: Sendable {
    /// Checkpoints that are kept: the newest, and one to fall back to.
    package static let kept = 2

    /// The folder; it is made by the first `save`.
    package let url: URL

    /// The folder at a path, whether it exists or not.
    package init(_ url: URL) {
        self.url = url
    }

    /// The file of a step.
    package func file(of step: Int) -> URL {
        let digits = String(step)
        return url.appendingPathComponent("step-\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).h5")
    }

    /// The steps with a file, the newest first.
    ///
    /// - Throws: `StoreError.unreadable`.
    package func steps() throws(StoreError) -> [Int] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: url.path)
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            return []
        } catch {
            throw .unreadable(path: url.path, reason: "\(error.localizedDescription)")
        }
        return names.compactMap { name in
            guard name.hasPrefix("step-"), name.hasSuffix(".h5") else { return nil }
            let digits = name.dropFirst(5).dropLast(3)
            guard digits.count >= 8, digits.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
            return Int(digits)
        }.sorted(by: >)
    }

    /// Writes the checkpoint of a step, and deletes others than the one before it once the new one is verified.
    ///
    /// Files of later steps go as well: they are of a course that the run has left by resuming from an earlier step.
    ///
    /// - Throws: `StoreError.writeFailed`, `notStorable`; the files that were there are then untouched.
    package func save(_ checkpoint: Checkpoint, step: Int) throws(StoreError) {
        precondition(step >= 0, "save: step \(step)")
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw .writeFailed(path: url.path, reason: error.localizedDescription)
        }
        PartialFile.removeAbandoned(in: url, prefix: "step-")
        try checkpoint.write(to: file(of: step))
        let steps = try steps()
        let kept = [step] + steps.filter { $0 < step }.prefix(CheckpointFolder.kept - 1)
        for old in steps where !kept.contains(old) {
            let path = file(of: old).path
            if unlink(path) != 0 {
                throw .writeFailed(path: path, reason: "an old checkpoint cannot be deleted: \(SystemCall.lastError)")
            }
        }
    }

    /// The newest checkpoint that can be read, its step, and why newer ones were skipped; nil when there is none.
    ///
    /// - Throws: `StoreError.noUsableCheckpoint` when there are some and none can be read, `unreadable`.
    package func newest(
        on device: Device
    ) throws(StoreError) -> (checkpoint: Checkpoint, step: Int, skipped: [StoreError])? {
        var skipped: [StoreError] = []
        for step in try steps() {
            do throws(StoreError) {
                return (try Checkpoint(contentsOf: file(of: step), on: device), step, skipped)
            } catch {
                skipped.append(error)
            }
        }
        if skipped.isEmpty { return nil }
        throw .noUsableCheckpoint(folder: url.path, reasons: skipped.map(\.description))
    }
}
