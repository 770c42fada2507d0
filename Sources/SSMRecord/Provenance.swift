/// Where and with what a result was made: enough to tell whether two runs can agree bit for bit.
package struct Provenance: Sendable, Hashable, Codable {
    /// The experiment's name.
    package var experiment: String
    /// The hash of the resolved configuration.
    package var configuration: ContentHash
    /// The SHA-256 of each file that training reads, by its path; nil when there is none.
    package var data: [String: String]?
    /// The seeds.
    package var seeds: [UInt64]
    /// The overrides of the command line.
    package var overrides: [String]
    /// The version of the program.
    package var program: String
    /// The commit that the source tree of the program stood at when the run began, when it is known: with "-dirty" behind
    /// it unless git says that the tree has no changes.
    package var commit: String?
    /// The core that OpenBLAS chose its kernels for.
    package var blasCore: String
    /// The number of workers.
    package var workers: Int
    /// The SIMD path of the kernels.
    package var simdPath: String
    /// The CPU's name.
    package var cpu: String
    /// When the run began, in ISO 8601.
    package var date: String

    /// The provenance of a run.
    package init(
        experiment: String, configuration: ContentHash, data: [String: String]? = nil, seeds: [UInt64],
        overrides: [String], program: String, commit: String?, blasCore: String, workers: Int, simdPath: String,
        cpu: String, date: String
    ) {
        self.experiment = experiment
        self.configuration = configuration
        self.data = data
        self.seeds = seeds
        self.overrides = overrides
        self.program = program
        self.commit = commit
        self.blasCore = blasCore
        self.workers = workers
        self.simdPath = simdPath
        self.cpu = cpu
        self.date = date
    }
}
