import Testing

struct ConvolutionTests {
    @Test(arguments: Path.available, ConvolutionCase.all)
    func `the convolution matches its definition`(_ path: Path, _ convolution: ConvolutionCase) {
        let result = convolution.forward(path, ranges: [0..<convolution.channels])
        let exact = convolution.exact(
            x: convolution.x.doubles, weight: convolution.weight.doubles, bias: convolution.bias.doubles,
            initial: convolution.initial.doubles)
        expectClose(result.out, exact.out, within: .sumOrder, named: "out")
        expectClose(result.final, exact.final, within: Tolerance(part: 0), named: "final")
    }

    @Test(arguments: Path.available, ConvolutionCase.all)
    func `gradients are the derivatives of the definition`(_ path: Path, _ convolution: ConvolutionCase) {
        let result = convolution.backward(path, ranges: [0..<convolution.channels])
        let (x, weight) = (convolution.x.doubles, convolution.weight.doubles)
        let (bias, initial) = (convolution.bias.doubles, convolution.initial.doubles)
        let (dout, dfinal) = (convolution.dout.doubles, convolution.dfinal.doubles)
        func loss(_ x: [Double], _ weight: [Double], _ bias: [Double], _ initial: [Double]) -> Double {
            let exact = convolution.exact(x: x, weight: weight, bias: bias, initial: initial)
            return dot(exact.out, dout) + dot(exact.final, dfinal)
        }
        let dx = finiteDifferences(at: x) { loss($0, weight, bias, initial) }
        expectClose(result.dx, dx, within: .sumOrder, named: "dx")
        let dweight = finiteDifferences(at: weight) { loss(x, $0, bias, initial) }
        expectClose(result.dweight, dweight, within: .sumOrder, named: "dweight")
        let dbias = finiteDifferences(at: bias) { loss(x, weight, $0, initial) }
        expectClose(result.dbias, dbias, within: .sumOrder, named: "dbias")
        let dinitial = finiteDifferences(at: initial) { loss(x, weight, bias, $0) }
        expectClose(result.dinitial, dinitial, within: .sumOrder, named: "dinitial")
    }

    @Test(arguments: Path.available, ConvolutionCase.all)
    func `bits do not depend on the ranges of channels`(_ path: Path, _ convolution: ConvolutionCase) {
        let middle = convolution.channels / 3
        let ranges = [0..<middle, middle..<convolution.channels]
        let (whole, parts) = (
            convolution.forward(path, ranges: [0..<convolution.channels]), convolution.forward(path, ranges: ranges)
        )
        expectSameBits(whole.out, parts.out, named: "out")
        expectSameBits(whole.final, parts.final, named: "final")
        let (gradients, partial) = (
            convolution.backward(path, ranges: [0..<convolution.channels]), convolution.backward(path, ranges: ranges)
        )
        expectSameBits(gradients.dx, partial.dx, named: "dx")
        expectSameBits(gradients.dweight, partial.dweight, named: "dweight")
        expectSameBits(gradients.dbias, partial.dbias, named: "dbias")
        expectSameBits(gradients.dinitial, partial.dinitial, named: "dinitial")
    }
}
