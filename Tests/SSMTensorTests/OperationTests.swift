import SSMTensor
import Testing

/// What every operation must do.
@Suite struct OperationTests {
    @Test(arguments: OperationCase.all, Devices.paths)
    func `gradients are the slopes of the results`(_ operation: OperationCase, _ path: SIMDPath) {
        let device = Devices.of(path)
        for (rows, columns) in [(1, 1), (7, 5), (13, 17), (3, 33)] {
            expectGradients(
                of: operation.apply, at: operation.inputs(rows: rows, columns: columns, on: device),
                named: "\(operation.name) (\(rows), \(columns))")
        }
    }

    @Test(arguments: OperationCase.all)
    func `no rows give no rows and gradients of zero`(_ operation: OperationCase) {
        // Indices that wrap around need a row.
        guard operation.name != "gathered" else { return }
        let inputs = operation.inputs(rows: 0, columns: 5, on: Devices.poisoned).map { $0.tracked() }
        let gradients = weightedSum(operation.apply(inputs)).gradients()
        for input in inputs {
            let gradient = gradients[input]
            #expect(gradient?.shape == input.shape)
            #expect(gradient?.values.allSatisfy(\.isFinite) ?? false)
        }
    }

    @Test(arguments: OperationCase.all)
    func `the number of workers changes no bit`(_ operation: OperationCase) {
        for (rows, columns) in [(701, 203), (2, 70), (5000, 31)] {
            let runs = [1, 2, 3].map { workers in
                let device = Device(workers: workers, poisoned: true)
                let leaves = operation.inputs(rows: rows, columns: columns, on: device).map { $0.tracked() }
                let results = operation.apply(leaves)
                let gradients = weightedSum(results).gradients()
                return (results + leaves.compactMap { gradients[$0] }).map { $0.values.map(\.bitPattern) }
            }
            #expect(runs[0] == runs[1] && runs[1] == runs[2], "(\(rows), \(columns))")
            let isFinite = runs[0].joined().allSatisfy { Float(bitPattern: $0).isFinite }
            #expect(isFinite, "(\(rows), \(columns))")
        }
    }

    @Test(arguments: OperationCase.all)
    func `only tracked inputs get gradients`(_ operation: OperationCase) {
        let inputs = operation.inputs(rows: 7, columns: 5, on: Devices.poisoned)
        let all = inputs.map { $0.tracked() }
        let expected = weightedSum(operation.apply(all)).gradients()
        for place in inputs.indices {
            var mixed = inputs
            mixed[place] = inputs[place].tracked()
            let gradients = weightedSum(operation.apply(mixed)).gradients()
            #expect(gradients[mixed[place]]?.values == expected[all[place]]?.values)
        }
        #expect(operation.apply(inputs).allSatisfy { !$0.isTracked })
    }

    @Test(arguments: OperationCase.all)
    func `the paths of the kernels agree`(_ operation: OperationCase) {
        func run(_ path: SIMDPath) -> [[Float]] {
            let leaves = operation.inputs(rows: 61, columns: 37, on: Devices.of(path)).map { $0.tracked() }
            let results = operation.apply(leaves)
            let gradients = weightedSum(results).gradients()
            return (results + leaves.compactMap { gradients[$0] }).map(\.values)
        }
        let reference = run(.portable)
        for path in Devices.paths where path != .portable {
            for (result, expected) in zip(run(path), reference) {
                expectClose(
                    result, expected.map { Double($0) }, within: .sums, named: "\(operation.name), \(path.rawValue)")
            }
        }
    }
}
