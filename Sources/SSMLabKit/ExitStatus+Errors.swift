import ArgumentParser
import SSMContext
import SSMEval
import SSMExperiment
import SSMModel
import SSMRecord
import SSMStore
import SSMText
import SSMTrain

extension ExitStatus {
    /// What an error means to the shell.
    init(of error: any Error) {
        switch error {
        case let error as RunError: self = ExitStatus(rawValue: error.exitCode) ?? .data
        case let error as RecordError: self = ExitStatus(rawValue: error.exitCode) ?? .data
        case let error as StoreError: self = error.isDiskFailure ? .disk : .data
        case let error as TrainingError: self = ExitStatus(training: error)
        case let error as StrategyError: self = ExitStatus(strategy: error)
        case let error as ModelError: self = ExitStatus(model: error)
        case let error as TaskError: self = ExitStatus(task: error)
        case is ConfigurationError, is DumpError: self = .configuration
        case is GenerationInterrupted, is DumpInterrupted, is MapInterrupted: self = .interrupted
        default: self = RootCommand.exitCode(for: error) == .validationFailure ? .usage : .data
        }
    }

    private init(training error: TrainingError) {
        switch error {
        case .interrupted: self = .interrupted
        case .metrics, .foreignCheckpoint, .checkpointsPresent, .emptyExample: self = .data
        case .invalidStage, .nothingToLearn, .notFinite, .competenceUnknown: self = .configuration
        }
    }

    private init(strategy error: StrategyError) {
        switch error {
        case .missingParameters: self = .data
        case .badConfiguration, .unknown, .badSpecification, .brokenRule, .unsupported: self = .configuration
        }
    }

    private init(model error: ModelError) {
        switch error {
        case .brokenRule, .noSuchLayer, .badAdapters, .nothingToAdapt: self = .configuration
        case .notAState, .unreadable, .missingTensor, .wrongShape, .unexpectedTensors, .tiedHeadDiffers,
            .destinationExists, .noTokenizer, .tokenizerDoesNotFit, .tokenOutOfRange, .emptySequence, .stateDoesNotFit,
            .adapterDoesNotFit:
            self = .data
        }
    }

    private init(task error: TaskError) {
        switch error {
        case .tokenizer, .file: self = .data
        case .configuration, .tooShort, .exhausted, .depth, .uncuttable, .unknownTask: self = .configuration
        }
    }
}
