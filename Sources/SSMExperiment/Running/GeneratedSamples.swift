import SSMEval
import SSMTensor

/// Samples that a task makes.
struct GeneratedSamples: SampleSource {
    let task: any EvaluationTask
    let key: RandomKey

    var count: Int? { nil }

    func material(_ index: Int, attempt: Int, length: Int) throws -> TrainingMaterial {
        TrainingMaterial(content: .sample(try task.trainingSample(index + attempt, length: length, key: key)))
    }
}
