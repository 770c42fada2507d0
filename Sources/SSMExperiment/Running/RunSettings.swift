package import Foundation
import SSMRecord
package import SSMTensor
package import SSMTrain

/// How an experiment is run, apart from what it is.
package struct RunSettings: Sendable {
    /// The output folder.
    package var output: URL
    /// Whether runs that were stopped half-way go on.
    package var isResuming: Bool
    /// The overrides of the command line.
    package var overrides: [String]
    /// The version of the program.
    package var program: String
    /// The commit that the source tree of the program stood at when the run began, when it is known: with "-dirty" behind
    /// it unless git says that the tree has no changes.
    package var commit: String?
    /// The CPU's name.
    package var cpu: String
    /// When the run began, in ISO 8601.
    package var date: String
    /// Where everything is computed.
    package var device: Device
    /// Raised when the process is asked to stop.
    package var interrupt: InterruptFlag
    /// Measures time.
    package var clock: TrainingClock

    /// Settings of a run.
    package init(
        output: URL, isResuming: Bool = false, overrides: [String] = [], program: String, commit: String? = nil,
        cpu: String, date: String, device: Device, interrupt: InterruptFlag = InterruptFlag(),
        clock: TrainingClock = .running()
    ) {
        self.output = output
        self.isResuming = isResuming
        self.overrides = overrides
        self.program = program
        self.commit = commit
        self.cpu = cpu
        self.date = date
        self.device = device
        self.interrupt = interrupt
        self.clock = clock
    }

    /// Where and with what an experiment is run.
    ///
    /// - Parameter data: what the experiment trains on, as far as there is something to report.
    func provenance(of experiment: Experiment, data: DataReport?) throws -> Provenance {
        Provenance(
            experiment: experiment.name, configuration: try ContentHash(ofCanonical: experiment),
            data: data.flatMap { $0.digests.isEmpty ? nil : $0.digests },
            seeds: experiment.seeds, overrides: overrides, program: program, commit: commit,
            blasCore: BLASLibrary.coreName, workers: device.workers, simdPath: device.path.rawValue, cpu: cpu,
            date: date)
    }

    /// Seconds since some moment.
    var seconds: Double { clock.now() / .seconds(1) }
}
