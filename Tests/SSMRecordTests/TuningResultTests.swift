import Foundation
import SSMRecord
import Testing

struct TuningResultTests {
    private func result(_ losses: [(Double, Double)]) -> TuningResult {
        TuningResult(
            stage: "adapt", columns: ["mamba"], seed: 7, samples: 4,
            trials: losses.map { RateTrial(learningRate: $0, loss: $1, accuracy: 0.5) })
    }

    @Test func `the lowest loss wins, whatever the order of the trials`() {
        let found = result([(0.3, 1), (0.1, 3), (0.2, 2), (0.4, 4)])
        #expect(found.chosen == 0.3 && !found.isAtEdge)
        #expect(found.trials.map(\.learningRate) == [0.1, 0.2, 0.3, 0.4])
    }

    @Test func `of equal losses the smaller rate wins`() {
        #expect(result([(0.3, 1), (0.1, 2), (0.2, 1)]).chosen == 0.2)
    }

    @Test(arguments: [Double.nan, -.nan, .infinity, -.infinity])
    func `a loss that is not finite never wins`(_ loss: Double) throws {
        let found = result([(0.1, loss), (0.2, 1e300), (0.3, loss)])
        #expect(found.chosen == 0.2 && !found.isAtEdge)
        #expect(found.trials.map { $0.problem != nil } == [true, false, true])
        let none = result([(0.1, loss), (0.2, loss)])
        #expect(none.chosen == nil && !none.isAtEdge)
        #expect(try JSONDecoder().decode(TuningResult.self, from: JSONEncoder().encode(none)) == none)
    }

    @Test(arguments: [(0.1, true), (0.2, false), (0.3, true)])
    func `the smallest and the largest rate are the edge`(_ best: Double, _ isAtEdge: Bool) {
        let found = result([0.1, 0.2, 0.3].map { ($0, $0 == best ? 1 : 2) })
        #expect(found.chosen == best && found.isAtEdge == isAtEdge)
    }

    @Test func `training that did not come to its end has no loss and does not win`() {
        let trial = RateTrial(learningRate: 0.1, problem: "the loss is not finite in step 3")
        #expect(trial.loss == nil && trial.accuracy == nil)
        let found = TuningResult(
            stage: "adapt", columns: ["mamba"], seed: 7, samples: 4,
            trials: [trial, RateTrial(learningRate: 0.2, loss: 9, accuracy: nil)])
        #expect(found.chosen == 0.2)
    }
}
