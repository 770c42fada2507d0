import CSSMKernels
import Testing

struct ScanTests {
    @Test(arguments: Path.available, ScanCase.all)
    func `the scan matches its definition`(_ path: Path, _ scan: ScanCase) {
        let inputs = scan.inputs
        let (result, exact) = (inputs.forward(path, ranges: inputs.whole), ScanReference(inputs).forward())
        expectClose(result.out, exact.out, within: .scanOrder, named: "out")
        expectClose(result.final, exact.final, within: .scanOrder, named: "final")
    }

    @Test(arguments: Path.available, ScanCase.all)
    func `gradients match their definition`(_ path: Path, _ scan: ScanCase) {
        let inputs = scan.inputs
        let result = inputs.backward(path, dout: scan.dout, dfinal: scan.dfinal, ranges: inputs.whole)
        let exact = ScanReference(inputs).backward(dout: scan.dout.doubles, dfinal: scan.dfinal.doubles)
        expectGradients(result, exact)
    }

    @Test(arguments: Path.available)
    func `no gradient of the final state means zero`(_ path: Path) {
        let scan = ScanCase(lengths: [33, 2], channels: 18, state: 6)
        let inputs = scan.inputs
        let zeros = [Double](repeating: 0, count: scan.dfinal.count)
        expectGradients(
            inputs.backward(path, dout: scan.dout, dfinal: [], ranges: inputs.whole),
            ScanReference(inputs).backward(dout: scan.dout.doubles, dfinal: zeros))
    }

    @Test(arguments: Path.available)
    func `decays that underflow leave only what enters`(_ path: Path) {
        var inputs = ScanCase(lengths: [3], channels: 16, state: 4, hasBias: false, hasGate: false).inputs
        inputs.steps = inputs.steps.map { $0 + 2 }
        inputs.a = inputs.a.map { $0 - 1000 }
        let last = inputs.forward(path, ranges: inputs.whole).final
        for place in last.indices {
            let (e, n) = (place / 4, place % 4)
            let input = inputs.steps[2 * 16 + e] * inputs.x[2 * 16 + e]
            #expect(last[place] == input * inputs.b[2 * 4 + n])
        }
    }

    private func expectGradients(_ result: ScanInputs.Gradients, _ exact: ScanReference.Gradients) {
        let pairs = [
            ("dx", result.dx, exact.dx), ("dsteps", result.dsteps, exact.dsteps), ("dbias", result.dbias, exact.dbias),
            ("da", result.da, exact.da), ("db", result.db, exact.db), ("dc", result.dc, exact.dc),
            ("dskip", result.dskip, exact.dskip), ("dgate", result.dgate, exact.dgate),
            ("dinitial", result.dinitial, exact.dinitial),
        ]
        for (name, values, expected) in pairs {
            expectClose(values, expected, within: .scanOrder, named: name)
        }
    }
}

struct ScanReferenceTests {
    @Test(arguments: [
        ScanCase(lengths: [3, 0, 2], channels: 2, state: 3),
        ScanCase(
            lengths: [4], channels: 2, state: 2, hasBias: false, hasSkip: false, hasGate: false, hasInitial: false),
    ])
    func `gradients of the definition are its derivatives`(_ scan: ScanCase) {
        let reference = ScanReference(scan.inputs)
        let (dout, dfinal) = (scan.dout.doubles, scan.dfinal.doubles)
        let exact = reference.backward(dout: dout, dfinal: dfinal)
        let fields: [(String, WritableKeyPath<ScanReference, [Double]>, [Double])] = [
            ("dx", \.x, exact.dx), ("dsteps", \.steps, exact.dsteps), ("dbias", \.bias, exact.dbias),
            ("da", \.a, exact.da), ("db", \.b, exact.db), ("dc", \.c, exact.dc), ("dskip", \.skip, exact.dskip),
            ("dgate", \.gate, exact.dgate), ("dinitial", \.initial, exact.dinitial),
        ]
        for (name, field, gradient) in fields {
            let slope = finiteDifferences(at: reference[keyPath: field]) { point in
                var moved = reference
                moved[keyPath: field] = point
                let (out, final) = moved.forward()
                return dot(out, dout) + dot(final, dfinal)
            }
            let farthest = zip(gradient, slope).map { abs($0 - $1) }.max() ?? 0
            #expect(farthest < 1e-8, "\(name) differs from the difference quotient by \(farthest)")
        }
    }
}
