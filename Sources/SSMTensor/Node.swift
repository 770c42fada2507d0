/// One output of a node.
struct NodeOutput: Sendable {
    var node: Node
    let index: Int
}

/// A gradient that an operation hands to one of its inputs.
enum Gradient: Sendable {
    /// The gradient of the whole input.
    case whole(Tensor)
    /// The gradient of the elements from an index on; the gradient of the others is zero.
    case part(Tensor, at: Int, shape: [Int])
}

/// One step of a computation that gradients flow back through; a leaf when it has no inputs.
///
/// Sound to send: `parents` changes only in `deinit`, when nobody else holds the node, and everything else is constant.
final class Node: @unchecked Sendable {
    /// From the gradients of the outputs to the gradients of the inputs. It holds detached tensors only, never nodes.
    typealias Backward = @Sendable (_ gradients: [Tensor?]) -> [Gradient?]

    /// Where the inputs came from; nil for an input without a history.
    private(set) var parents: [NodeOutput?]
    let outputCount: Int
    let backward: Backward?

    /// A leaf.
    init() {
        parents = []
        outputCount = 1
        backward = nil
    }

    init(parents: [NodeOutput?], outputCount: Int, backward: @escaping Backward) {
        self.parents = parents
        self.outputCount = outputCount
        self.backward = backward
    }

    var isLeaf: Bool { backward == nil }

    /// Frees a chain of any length in constant stack space.
    deinit {
        guard !parents.isEmpty else { return }
        var pending = parents.compactMap(\.self)
        parents = []
        while var output = pending.popLast() {
            if isKnownUniquelyReferenced(&output.node) {
                pending.append(contentsOf: output.node.parents.lazy.compactMap(\.self))
                output.node.parents = []
            }
        }
    }
}

extension Tensor {
    /// This tensor, with the memory that it was computed from `parents`; without one when none of them is tracked.
    ///
    /// - Parameter backward: From the gradient of this tensor, and which parents need one, to the parents' gradients.
    func recorded(
        from parents: [Tensor?], backward: @escaping @Sendable (_ gradient: Tensor, _ needs: [Bool]) -> [Gradient?]
    ) -> Tensor {
        Tensor.recorded([self], from: parents) { gradients, needs in
            guard let gradient = gradients[0] else { return [] }
            return backward(gradient, needs)
        }[0]
    }

    /// The outputs of one operation, with the memory that they were computed from `parents`.
    static func recorded(
        _ outputs: [Tensor], from parents: [Tensor?],
        backward: @escaping @Sendable (_ gradients: [Tensor?], _ needs: [Bool]) -> [Gradient?]
    ) -> [Tensor] {
        guard parents.contains(where: { $0?.isTracked ?? false }) else { return outputs }
        let needs = parents.map { $0?.isTracked ?? false }
        let node = Node(parents: parents.map { $0?.output }, outputCount: outputs.count) { backward($0, needs) }
        return outputs.enumerated().map { index, output in
            Tensor(
                storage: output.storage, offset: output.offset, shape: output.shape,
                output: NodeOutput(node: node, index: index))
        }
    }
}
