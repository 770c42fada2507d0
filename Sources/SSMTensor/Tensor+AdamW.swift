import CSSMKernels

extension Tensor {
    /// Updates a parameter by AdamW, with its mean gradient and mean squared gradient.
    ///
    /// Each of the three is written in place when nobody else holds its storage, and is copied first otherwise. The
    /// results have no history.
    ///
    /// - Shapes: all four tensors have the shape of the parameter.
    /// - Edge cases: a parameter without elements stays as it is.
    /// - Complexity: one pass over the elements, in blocks of fixed size over the workers; the bits do not depend on
    ///   the number of workers.
    /// - Source: Loshchilov and Hutter, "Decoupled weight decay regularization", algorithm 2, with the learning rate
    ///   as a factor of the decay, as PyTorch has it.
    package mutating func adamW(
        gradient: Tensor, mean: inout Tensor, meanSquare: inout Tensor, _ update: AdamWUpdate
    ) {
        precondition(
            gradient.shape == shape && mean.shape == shape && meanSquare.shape == shape,
            "adamW: parameter \(shape), gradient \(gradient.shape), means \(mean.shape) and \(meanSquare.shape)")
        takeOver()
        mean.takeOver()
        meanSquare.takeOver()
        let kernel = update.kernel
        let path = device.path.kernel
        device.elements(count) { [parameter = self, mean, meanSquare] range in
            let place = range.lowerBound
            withUnsafePointer(to: kernel) { step in
                ssm_adamw_step(
                    path, Int64(range.count), step, gradient.start + place, parameter.target + place,
                    mean.target + place, meanSquare.target + place)
            }
        }
    }

    /// The sum of the squares of all elements, in double precision and in an order that does not depend on the workers.
    package func sumOfSquares() -> Double {
        let size = 1 << 15
        let sums = DoublePartials(count: (count + size - 1) / size)
        let path = device.path.kernel
        device.blocks(of: count, size: size, isParallel: count >= 1 << 16) { [self] range in
            let sum = ssm_sum_squares(path, Int64(range.count), start + range.lowerBound)
            sums.set(sum, at: range.lowerBound / size)
        }
        return sums.sum()
    }

    /// Makes the storage this tensor's own and forgets the history.
    private mutating func takeOver() {
        withUniqueTarget { _ in }
        self = detached
    }
}
