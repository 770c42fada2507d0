package import SSMModel
package import SSMRecord

/// What a dump holds, of which layers, and in which form.
package struct DumpSelection: Sendable, Hashable, Codable {
    /// The sites as they were named: those of `DumpSite`, `scan-inputs` for all that a scan reads, and
    /// "<label>.<name>" for what a strategy publishes.
    package let sites: [String]
    /// The layers, counted from 0; nil: all.
    package let layers: [Int]?
    /// Rows between two states, of the layer.
    package let stateEvery: Int
    /// How numbers lie in the files.
    package var form: DumpForm { DumpForm(isHalf: isHalf, isCompressed: isCompressed) }

    private let isHalf: Bool
    private let isCompressed: Bool

    private enum CodingKeys: String, CodingKey {
        case sites, layers
        case stateEvery = "state-every"
        case isHalf = "half"
        case isCompressed = "compress"
    }

    /// What a dump holds.
    ///
    /// - Throws: `DumpError` for a site that there is not, no site, or a distance that is too large.
    package init(
        sites: [String], layers: [Int]? = nil, stateEvery: Int = LanguageModel.defaultChunkRows,
        form: DumpForm = .init()
    ) throws(DumpError) {
        if let objection = Self.objection(to: sites) { throw .sites(objection) }
        if let objection = Self.objection(toDistance: stateEvery) { throw .distance(objection) }
        self.sites = sites
        self.layers = layers
        self.stateEvery = stateEvery
        (isHalf, isCompressed) = (form.isHalf, form.isCompressed)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sites = try container.decodeDistinct(String.self, forKey: .sites)
        if let objection = Self.objection(to: sites) { throw container.refusal(forKey: .sites, objection) }
        layers = try container.contains(.layers) ? container.decodeDistinct(Int.self, forKey: .layers) : nil
        stateEvery = try container.decodePositive(forKey: .stateEvery, default: LanguageModel.defaultChunkRows)
        if let objection = Self.objection(toDistance: stateEvery) {
            throw container.refusal(forKey: .stateEvery, objection)
        }
        isHalf = try container.decodeIfPresent(Bool.self, forKey: .isHalf) ?? false
        isCompressed = try container.decodeIfPresent(Bool.self, forKey: .isCompressed) ?? false
    }

    /// Refuses layers that a model lacks.
    ///
    /// - Throws: `DumpError.layer`.
    package func check(for model: ModelConfiguration) throws(DumpError) {
        if let missing = layers?.first(where: { !(0..<model.layers).contains($0) }) {
            throw .layer(missing, of: model.layers)
        }
    }

    // MARK: What is observed

    /// The sites of the model.
    var known: Set<DumpSite> {
        let named = sites.compactMap(DumpSite.init(rawValue:))
        return Set(named).union(hasScanInputs ? Self.scanInputs : [])
    }

    /// The sites that strategies publish.
    var published: Set<String> { Set(sites.filter(Self.isPublished)) }

    /// The sites that only strategies give something to.
    var ofStrategies: Set<String> {
        published.union(Set(sites).intersection([DumpSite.kept, .importance].map(\.rawValue)))
    }

    /// Whether everything is held that maps of the scans are made of, with the weights of the layers.
    var hasScanInputs: Bool { sites.contains(DumpSite.scanInputs) }

    /// Rows of a chunk, when states ask for chunks of their own.
    var chunkRows: Int? {
        known.contains(.state) || known.contains(.convolutionState) ? Self.chunkRows(dividing: stateEvery) : nil
    }

    private static let scanInputs: Set<DumpSite> = [.convolutionInput, .x, .rawStep, .step, .b, .c, .gate]

    private static func isPublished(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts.contains("") && !name.contains("/")
    }

    /// The most rows of a chunk of which so many are a multiple.
    private static func chunkRows(dividing distance: Int) -> Int {
        let most = LanguageModel.defaultChunkRows
        return stride(from: min(distance, most), to: 0, by: -1).first { distance % $0 == 0 } ?? 1
    }

    private static func objection(to sites: [String]) -> String? {
        guard !sites.isEmpty else { return "name at least one site" }
        let known = DumpSite.allCases.map(\.rawValue) + [DumpSite.scanInputs]
        guard let unknown = sites.first(where: { !known.contains($0) && !isPublished($0) }) else { return nil }
        return UnknownName(noun: "site", name: unknown, known: known).description
    }

    private static func objection(toDistance distance: Int) -> String? {
        guard distance >= 1 else { return "\(distance) is not at least 1" }
        let most = LanguageModel.defaultChunkRows
        guard distance > most, chunkRows(dividing: distance) < most / 8 else { return nil }
        return "\(distance) rows cannot be cut into few equal chunks of at most \(most); take a multiple of \(most)"
    }
}
