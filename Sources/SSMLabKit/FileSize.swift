import ArgumentParser

/// A size as people write it: 500MB, 5GB, in powers of ten as transformers counts them.
struct FileSize: ExpressibleByArgument, Hashable {
    /// Number of bytes, at least one.
    let bytes: Int

    init(bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        let units = [("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("", 1)]
        let text = argument.uppercased()
        guard let (name, unit) = units.first(where: { text.hasSuffix($0.0) }),
            let count = Int(text.dropLast(name.count)), count > 0
        else { return nil }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: unit)
        if overflows { return nil }
        self.bytes = bytes
    }

    var defaultValueDescription: String {
        bytes % 1_000_000_000 == 0 ? "\(bytes / 1_000_000_000)GB" : "\(bytes)"
    }
}
