import SSMBench
import SSMModel
import SSMTensor
import Testing

@Suite struct SpeedBenchmarkTests {
    @Test func `the shapes are mamba-130m and two smaller ones`() {
        let shapes = BenchmarkShape.all
        #expect(shapes.map(\.suffix) == ["", "-w256", "-w128"])
        #expect(shapes[0].configuration.parameterCount == 129_135_360)  // as the published checkpoint
        #expect(shapes[1].trainingSequences * shapes[1].trainingLength == 2048)
    }

    @Test func `every speed of a shape is measured, and its limit follows from operations and bytes`() throws {
        let shape = BenchmarkShape(
            suffix: "-tiny", configuration: ModelConfiguration(vocabularySize: 32, width: 16, layers: 2),
            trainingSequences: 2, trainingLength: 8)
        let benchmark = SpeedBenchmark(
            device: Device(workers: 1), shapes: [shape], prefillLengths: [8], decodedTokens: 2)
        var announced: [String] = []
        let report = try benchmark.run { announced.append($0) }
        #expect(report.measurements.map(\.name) == ["prefill-8-tiny", "decode-tiny", "train-w16"])
        #expect(announced.dropFirst().dropLast() == ["prefill-8-tiny", "decode-tiny", "train-w16"])
        #expect(report.measurements.allSatisfy { $0.tokensPerSecond > 0 && $0.tokensPerSecond.isFinite })

        let (rate, bandwidth) = (report.limits.sgemmRate, report.limits.readBandwidth)
        #expect(rate > 1e8)
        #expect(bandwidth > 1e8)
        // Of a row and layer: in_proj 2·16·64, x_proj 2·32·33, dt_proj 2·1·32, out_proj 2·32·16; the head 2·16·32.
        let blocks = 2.0 * (2048 + 2112 + 64 + 1024)
        let head = 1024.0
        let bytes = Double(4 * shape.configuration.parameterCount)
        // The bandwidth of decoding is measured beside it.
        let beside = report.measurements[1].machineRate
        #expect(beside > 1e8)
        let expected = [8 * rate / (8 * blocks + head), beside / bytes, rate / (3 * (blocks + head))]
        for (measurement, limit) in zip(report.measurements, expected) {
            #expect(abs(measurement.limit / limit - 1) < 1e-9, "\(measurement.name)")
        }
    }
}
