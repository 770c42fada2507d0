/// Ridge regression on the classes of some items, by their inner products: the closed form, with the strength of the
/// ridge chosen by leaving out one item at a time.
struct RidgeClassifier {
    /// Coefficients of the items, class by class: (C, n).
    private let coefficients: [[Double]]
    /// The share of the items that are classified right when each is left out.
    let leftOutAccuracy: Double

    /// Strengths that are tried, beside a mean inner product of an item with itself of 1; the strongest first.
    private static let strengths = [10, 1, 0.1, 0.01, 0.001]

    /// The classifier of items; nil where no strength makes their matrix positive definite.
    ///
    /// - Parameters:
    ///   - products: inner products of the items with each other, row by row: (n, n).
    ///   - classes: the class of each, from 0: (n).
    ///   - count: how many classes there are.
    /// - Edge cases: of strengths that are equally good, the strongest.
    init?(products: [Double], classes: [Int], count: Int) {
        let size = classes.count
        let scale = (0..<size).reduce(0.0) { $0 + products[$1 * size + $1] } / Double(max(1, size))
        var best: (accuracy: Double, coefficients: [[Double]])?
        for strength in Self.strengths {
            var matrix = products
            for index in 0..<size { matrix[index * size + index] += strength * scale }
            guard let inverse = SymmetricSystem(matrix, size: size)?.inverse else { continue }
            let coefficients = Self.coefficients(inverse, classes: classes, count: count)
            let accuracy = Self.leftOutAccuracy(inverse, coefficients, classes: classes)
            if accuracy > best?.accuracy ?? -1 { best = (accuracy, coefficients) }
        }
        guard let best else { return nil }
        (leftOutAccuracy, coefficients) = (best.accuracy, best.coefficients)
    }

    /// The class of an item by its inner products with those that the classifier was made of: (n).
    func classify(_ products: ArraySlice<Double>) -> Int {
        let scores = coefficients.map { zip($0, products).reduce(0) { $0 + $1.0 * $1.1 } }
        return Self.greatest(scores)
    }

    /// The inverse times the targets, which are 1 for the class of an item and 0 for others.
    private static func coefficients(_ inverse: [Double], classes: [Int], count: Int) -> [[Double]] {
        let size = classes.count
        var coefficients = [[Double]](repeating: [Double](repeating: 0, count: size), count: count)
        for (item, label) in classes.enumerated() {
            for index in 0..<size { coefficients[label][index] += inverse[item * size + index] }
        }
        return coefficients
    }

    /// What the prediction for an item is without it follows from the inverse: target - coefficient / diagonal.
    private static func leftOutAccuracy(
        _ inverse: [Double], _ coefficients: [[Double]], classes: [Int]
    ) -> Double {
        let size = classes.count
        let right = classes.indices.count { item in
            let diagonal = inverse[item * size + item]
            let scores = coefficients.indices.map { label in
                (classes[item] == label ? 1 : 0) - coefficients[label][item] / diagonal
            }
            return greatest(scores) == classes[item]
        }
        return Double(right) / Double(max(1, size))
    }

    private static func greatest(_ scores: [Double]) -> Int {
        scores.indices.max { scores[$0] < scores[$1] } ?? 0
    }
}
