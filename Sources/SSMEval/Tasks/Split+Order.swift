import SSMTensor

extension Split {
    /// What each question of a sample asks for, by its index: in evaluation each thing once and in order, in training
    /// each so often and in random order.
    ///
    /// - Parameters:
    ///   - count: how many things there are to ask for.
    ///   - timesAsked: how often training asks for each.
    ///   - key: the sample's random numbers.
    func order(of count: Int, timesAsked: Int, key: RandomKey) -> [Int] {
        guard self == .training, timesAsked > 1 else { return Array(0..<count) }
        var generator = key.folding("order").generator
        return generator.shuffled((0..<count * timesAsked).map { $0 % count })
    }
}
