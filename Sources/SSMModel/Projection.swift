import SSMTensor

/// A linear map of the model: its weight, and the low-rank adapter beside it where there is one.
///
/// The weight alone is one matrix product, as fast as without this type.
struct Projection {
    /// (out, in)
    let weight: Tensor
    let adapter: Adapter?

    /// Two factors whose scaled product is added to a weight.
    struct Adapter {
        /// The weight's name, from which the random numbers of dropout come.
        let name: String
        let a: Tensor  // (R, in)
        let b: Tensor  // (out, R)
        let scale: Float
        let dropout: Double

        /// scale · (x · Aᵀ), some of the inputs left out in training: (T, in) → (T, R).
        func reduced(_ rows: Tensor, _ keys: RowKeys?) -> Tensor {
            guard dropout > 0, let keys else { return rows.linear(a) * scale }
            let kept = Tensor.dropoutFactors(
                columns: rows.columns, probability: dropout, keys: keys.folding(name), on: rows.device)
            return (rows * kept).linear(a) * scale
        }
    }

    init(_ name: String, weight: Tensor, adapters: LowRankAdapters?) {
        self.weight = weight
        adapter = adapters?.factors(of: name).flatMap { a, b in
            adapters.map {
                Adapter(name: name, a: a, b: b, scale: $0.configuration.scale, dropout: $0.configuration.dropout)
            }
        }
    }

    private init(weight: Tensor, adapter: Adapter?) {
        self.weight = weight
        self.adapter = adapter
    }

    /// Rows through the map: (T, in) → (T, out).
    func callAsFunction(_ rows: Tensor, _ keys: RowKeys?) -> Tensor {
        let result = rows.linear(weight)
        guard let adapter else { return result }
        return result + adapter.reduced(rows, keys).linear(adapter.b)
    }

    /// Rows through the map, the output cut into parts by columns: (T, in) → (T, part) for each part.
    func callAsFunction(_ rows: Tensor, splitting parts: [Int], _ keys: RowKeys?) -> [Tensor] {
        let result = rows.linear(weight, splitting: parts)
        guard let adapter else { return result }
        return zip(result, adapter.reduced(rows, keys).linear(adapter.b, splitting: parts)).map { $0 + $1 }
    }

    /// Rows of the map's table that tokens name, for an embedding: (T, in). Dropout leaves tokens alone.
    ///
    /// - Source: peft's `Embedding.forward`, which has no dropout.
    func embedding(_ tokens: [TokenID]) -> Tensor {
        let result = Tensor.embedding(tokens, table: weight)
        guard let adapter else { return result }
        let factors = Tensor.embedding(tokens, table: adapter.b) * adapter.scale  // (T, R)
        return result + factors.matmul(adapter.a)
    }

    /// The map to a range of the outputs alone.
    func outputs(_ range: Range<Int>) -> Projection {
        Projection(
            weight: weight.rows(range),
            adapter: adapter.map {
                Adapter(name: $0.name, a: $0.a, b: $0.b.rows(range), scale: $0.scale, dropout: $0.dropout)
            })
    }
}
