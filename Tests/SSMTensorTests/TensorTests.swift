import SSMTensor
import Testing

@Suite struct TensorTests {
    private let device = Devices.poisoned

    @Test func `shapes`() {
        let x = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], on: device)
        #expect(x.count == 6 && x.rank == 2 && x.rows == 2 && x.columns == 3)
        let scalar = Tensor([7], shape: [], on: device)
        #expect(scalar.count == 1 && scalar.rank == 0 && scalar.item == 7)
        #expect(Tensor.zeros([0, 4], on: device).values.isEmpty)
        #expect(x.reshaped([6]).values == x.values)
    }

    @Test func `elements are written and read through spans`() {
        let x = Tensor(shape: [4], on: device) { span in
            for index in span.indices { span[index] = Float(index) }
        }
        #expect(x.withSpan { span in span.indices.reduce(0) { $0 + span[$1] } } == 6)
        struct Failure: Error {}
        #expect(throws: Failure.self) { try Tensor(shape: [4], on: device) { _ in throw Failure() } }
    }

    @Test func `wrong shapes stop the program`() async {
        await #expect(processExitsWith: .failure) {
            let device = Device(workers: 1)
            _ = Tensor.zeros([2, 3], on: device) + Tensor.zeros([3, 2], on: device)
        }
        await #expect(processExitsWith: .failure) {
            let device = Device(workers: 1)
            _ = Tensor.zeros([2, 3], on: device).matmul(.zeros([2, 3], on: device))
        }
        await #expect(processExitsWith: .failure) {
            _ = Tensor.zeros([2, 3], on: Device(workers: 1)).gathered(rows: [2])
        }
        await #expect(processExitsWith: .failure) {
            _ = Tensor.zeros([2, 3], on: Device(workers: 1)).rows(1..<3)
        }
    }

    @Test func `a parameter tree keeps its order`() {
        func value(_ x: Float) -> Tensor { Tensor([x], shape: [1], on: device) }
        var tree = ParameterTree()
        tree["model/b"] = value(1)
        tree["model/a"] = value(2)
        tree["other/c"] = value(3)
        #expect(tree.names == ["model/b", "model/a", "other/c"] && tree.count == 3 && tree.parameterCount == 3)
        tree["model/b"] = value(4)
        #expect(tree.names.first == "model/b" && tree["model/b"]?.item == 4)
        let group = tree.group(under: "model/")
        #expect(group.names == ["b", "a"] && group["a"]?.item == 2)
        #expect(group.prefixed("x/").names == ["x/b", "x/a"])
        let merged = tree.merging(group.prefixed("model/").mapValues { $0 * 10 })
        #expect(merged.names == tree.names && merged["model/b"]?.item == 40 && merged["other/c"]?.item == 3)
        tree["model/b"] = nil
        tree["absent"] = nil
        #expect(tree.names == ["model/a", "other/c"] && tree["other/c"]?.item == 3 && tree["model/b"] == nil)
        #expect(tree.map { "\($0.name)=\($0.tensor.item)" } == ["model/a=2.0", "other/c=3.0"])
    }
}
