import SSMTensor
import SSMTrain
import Testing

@Suite struct GradientNormTests {
    @Test func `the norm is over all tensors together and passes over missing ones`() {
        let device = Device(workers: 2, poisoned: true)
        let gradients: [Tensor?] = [
            Tensor([3, 0], shape: [2], on: device), nil, Tensor([0, 0, 4], shape: [3, 1], on: device),
            .zeros([0], on: device),
        ]
        #expect(GradientNorm.norm(of: gradients) == 5)
    }

    @Test func `squares beyond single precision are summed in double`() {
        let device = Device(workers: 1, poisoned: true)
        let gradients: [Tensor?] = [Tensor([1e20, 1e20], shape: [2], on: device), Tensor([1], shape: [1], on: device)]
        let expected = Double(Float(1e20)) * 2.0.squareRoot()
        #expect(abs(GradientNorm.norm(of: gradients) / expected - 1) < 1e-12)
    }

    @Test func `the scale brings a larger norm down to the limit and leaves others`() {
        #expect(GradientNorm.scale(norm: 5, limit: 1) == 0.2)
        #expect(GradientNorm.scale(norm: 0.5, limit: 1) == 1)
        #expect(GradientNorm.scale(norm: 5, limit: 0) == 1)
        #expect(GradientNorm.scale(norm: 0, limit: 1) == 1)
    }
}
