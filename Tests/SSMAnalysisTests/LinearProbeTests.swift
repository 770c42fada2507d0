import SSMAnalysis
import SSMTensor
import Testing

struct LinearProbeTests {
    private let device = Device(workers: 1, poisoned: true)
    private static let values = ["red", "blue", "green", "grey"]

    /// Contexts that tell one of four values of each of two things; their states have a row of noise besides.
    private struct World {
        var questions: [ProbedQuestion] = []
        var told: [[Float]] = []
        var noise: [[Float]] = []

        init(_ count: Int, seed: UInt64) {
            var generator = RandomKey(seed: seed).generator
            for context in 0..<count {
                var row = [Float](repeating: 0, count: 8)
                for (place, thing) in ["lamp", "door"].enumerated() {
                    let value = generator.below(4)
                    row[4 * place + value] = 1
                    questions.append(
                        ProbedQuestion(
                            context: context, query: "Which colour has the \(thing)?",
                            answer: LinearProbeTests.values[value]))
                }
                noise.append((0..<8).map { _ in Float(generator.normal()) })
                told.append(zip(row, noise[context]).map { $0 + 0.1 * $1 })
            }
        }
    }

    private func tensor(_ rows: [[Float]]) -> Tensor {
        Tensor(rows.flatMap(\.self), shape: [rows.count, rows[0].count], on: device)
    }

    private func share(_ right: [Bool]) -> Double { Double(right.count { $0 }) / Double(right.count) }

    @Test func `what is in the state is read, for each question its own`() {
        let (known, asked) = (World(80, seed: 1), World(60, seed: 2))
        let probe = LinearProbe(fittedOn: known.questions, asking: asked.questions)
        #expect(probe.answerCount == 4)
        let read = share(probe.reading(trainingStates: tensor(known.told), testingStates: tensor(asked.told)))
        #expect(read > 0.95, "\(read)")
        // A quarter is right by chance; four standard deviations of 120 questions are 0.16.
        let blind = share(probe.withoutState())
        #expect(blind < 0.41, "\(blind)")
        let lost = share(probe.reading(trainingStates: tensor(known.noise), testingStates: tensor(asked.noise)))
        #expect(lost < 0.41, "\(lost)")
    }

    @Test func `words alone are enough where they tell the answer`() {
        let questions = (0..<20).map { ProbedQuestion(context: $0, query: "is \($0 % 2)", answer: "\($0 % 2)") }
        let probe = LinearProbe(
            fittedOn: questions, asking: questions + [.init(context: 0, query: "is 1", answer: "new")])
        #expect(probe.withoutState() == Array(repeating: true, count: 20) + [false])
        #expect(probe.answerCount == 2 && probe.answerableCount == 20)
    }

    @Test func `a state that never changes, and no state at all, tell nothing and harm nothing`() {
        let known = World(12, seed: 3)
        let probe = LinearProbe(fittedOn: known.questions, asking: known.questions)
        let same = Tensor(Array(repeating: 2, count: 12 * 3), shape: [12, 3], on: device)
        #expect(probe.reading(trainingStates: same, testingStates: same) == probe.withoutState())
        let nobody = LinearProbe(fittedOn: [], asking: known.questions)
        #expect(nobody.withoutState().allSatisfy { !$0 } && nobody.answerCount == 0)
        #expect(LinearProbe(fittedOn: known.questions, asking: []).withoutState().isEmpty)
    }

    @Test(arguments: [0, 1, 7]) func `an inverse is one`(_ size: Int) throws {
        var generator = RandomKey(seed: 4).generator
        let rows = (0..<size).map { _ in (0..<size).map { _ in generator.normal() } }
        func entry(_ row: Int, _ column: Int) -> Double {
            zip(rows[row], rows[column]).reduce(row == column ? 0.5 : 0) { $0 + $1.0 * $1.1 }
        }
        let matrix = (0..<size).flatMap { row in (0..<size).map { entry(row, $0) } }
        let inverse = try #require(SymmetricSystem(matrix, size: size)).inverse
        for row in 0..<size {
            for column in 0..<size {
                let product = (0..<size).reduce(0.0) { $0 + matrix[row * size + $1] * inverse[$1 * size + column] }
                // Rounding in double precision, times a condition number below a thousand.
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-12)
            }
        }
    }

    @Test func `a matrix that is not positive definite has no factor`() {
        #expect(SymmetricSystem([1, 0, 2, 1], size: 2)?.size == nil)
        #expect(SymmetricSystem([0], size: 1)?.size == nil)
    }
}
