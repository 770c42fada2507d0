import SSMContext
import SSMEval
import SSMTensor
import SSMText

/// Samples that a task makes.
struct GeneratedSamples: SampleSource {
    let task: any EvaluationTask
    let key: RandomKey

    var count: Int? { nil }

    func sample(_ index: Int, length: Int) throws -> Sample {
        try task.trainingSample(index, length: length, key: key)
    }

    func shaped(_ example: EncodedExample, with tokenizer: any Tokenizer) -> EncodedExample { example }
}
