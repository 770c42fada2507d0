/// A linear map whose output columns are cut into parts.
struct SplitLinear: Sendable {
    /// (T, in)
    let input: Matrix
    /// (out, in)
    let weight: Matrix
    let parts: [Int]
    let inputShape: [Int]

    private var device: Device { input.tensor.device }

    /// First row of the weight of each part.
    private var places: [Int] {
        var place = 0
        return parts.map { part in
            defer { place += part }
            return place
        }
    }

    /// The rows of the weight that make a part: (part, in).
    private func weight(of part: Int) -> Matrix {
        let first = places[part]
        return Matrix(
            weight.tensor.rows(first..<(first + parts[part])), rows: parts[part], columns: weight.columns)
    }

    /// (..., part) for each part.
    func outputs() -> [Tensor] {
        let products = parts.indices.map { part in
            MatrixProduct(
                output: Tensor(uninitialized: inputShape.dropLast() + [parts[part]], on: device),
                rows: input.rows, columns: parts[part],
                terms: [.init(left: input, right: weight(of: part).transposed)])
        }
        MatrixProduct.run(products, on: device)
        return products.map(\.output)
    }

    /// The sum over the parts of gradient · weight: (..., in).
    func inputGradient(_ gradients: [Tensor?]) -> Tensor {
        let terms = parts.indices.compactMap { part in
            gradients[part].map { gradient in
                MatrixProduct.Term(
                    left: Matrix(gradient, rows: input.rows, columns: parts[part]), right: weight(of: part))
            }
        }
        let product = MatrixProduct(
            output: Tensor(uninitialized: inputShape, on: device), rows: input.rows, columns: input.columns,
            terms: terms)
        MatrixProduct.run([product], on: device)
        return product.output
    }

    /// gradientᵀ · input for each part, written into one tensor: (out, in).
    func weightGradient(_ gradients: [Tensor?]) -> Tensor {
        let result = Tensor(uninitialized: [weight.rows, weight.columns], on: device)
        let places = places
        let products = parts.indices.map { part in
            let terms = gradients[part].map { gradient in
                [
                    MatrixProduct.Term(
                        left: Matrix(gradient, rows: input.rows, columns: parts[part]).transposed, right: input)
                ]
            }
            return MatrixProduct(
                output: result.rows(places[part]..<(places[part] + parts[part])), rows: parts[part],
                columns: weight.columns, terms: terms ?? [])
        }
        MatrixProduct.run(products, on: device)
        return result
    }
}
