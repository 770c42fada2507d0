import CSSMKernels

/// The gradients of a scalar with respect to the leaves that it was computed from.
public struct Gradients: Sendable {
    private var byLeaf: [ObjectIdentifier: (leaf: Node, gradient: Tensor)] = [:]

    init() {}

    /// The gradient of a `tracked()` tensor; nil when the scalar does not depend on it.
    public subscript(_ leaf: Tensor) -> Tensor? {
        guard let output = leaf.output else { return nil }
        return byLeaf[ObjectIdentifier(output.node)]?.gradient
    }

    mutating func set(_ gradient: Tensor, of leaf: Node) {
        byLeaf[ObjectIdentifier(leaf)] = (leaf, gradient)
    }
}

extension Tensor {
    /// The gradients of this scalar with respect to the leaves, in reverse mode.
    ///
    /// - Precondition: the tensor has one element.
    /// - Edge cases: a tensor without a history has no gradients.
    /// - Complexity: about twice the arithmetic of the operations that led here.
    public func gradients() -> Gradients {
        precondition(count == 1, "gradients: the shape \(shape) is not a scalar's")
        guard let output else { return Gradients() }
        let order = Tensor.topologicalOrder(from: output.node)
        var places: [ObjectIdentifier: Int] = [:]
        for (place, node) in order.enumerated() { places[ObjectIdentifier(node)] = place }

        var pending = order.map { [Tensor?](repeating: nil, count: $0.outputCount) }
        pending[pending.count - 1][output.index] = .filled(with: 1, shape: shape, on: device)
        var result = Gradients()
        for (place, node) in order.enumerated().reversed() {
            let received = pending[place]
            pending[place] = []
            guard let backward = node.backward else {
                if let gradient = received[0] { result.set(gradient, of: node) }
                continue
            }
            guard received.contains(where: { $0 != nil }) else { continue }
            for (parent, gradient) in zip(node.parents, backward(received)) {
                guard let parent, let gradient, let target = places[ObjectIdentifier(parent.node)] else { continue }
                Tensor.accumulate(gradient, into: &pending[target][parent.index])
            }
        }
        return result
    }

    /// All nodes that lead to `root`, every node after its parents.
    private static func topologicalOrder(from root: Node) -> [Node] {
        var order: [Node] = []
        var seen: Set<ObjectIdentifier> = [ObjectIdentifier(root)]
        var path: [(node: Node, next: Int)] = [(root, 0)]
        while let (node, next) = path.last {
            guard next < node.parents.count else {
                order.append(node)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            if let parent = node.parents[next]?.node, seen.insert(ObjectIdentifier(parent)).inserted {
                path.append((parent, 0))
            }
        }
        return order
    }

    /// Adds a gradient to the sum so far, in place where nobody else holds one of the two.
    private static func accumulate(_ gradient: Gradient, into sum: inout Tensor?) {
        switch gradient {
        case .whole(let addend):
            if let present = sum.take() {
                sum = present.adding(addend)
            } else {
                sum = addend
            }
        case .part(let addend, let place, let shape):
            var whole = sum.take() ?? .zeros(shape, on: addend.device)
            let device = addend.device
            whole.withUniqueTarget { target in
                ssm_axpy(device.path.kernel, Int64(addend.count), 1, addend.start, target + place)
            }
            sum = whole
        }
    }

    /// The sum of two tensors, written over one of them when nobody else holds it.
    package consuming func adding(_ other: consuming Tensor) -> Tensor {
        var (left, right) = (self, other)
        precondition(left.shape == right.shape, "adding: \(left.shape) and \(right.shape) differ")
        if left.isUnique {
            left.accumulate(right)
            return left.detached
        }
        if right.isUnique {
            right.accumulate(left)
            return right.detached
        }
        return left.detached + right.detached
    }

    /// Adds to the elements in place.
    private func accumulate(_ addend: Tensor) {
        device.elements(count) { [self] range in
            ssm_axpy(
                device.path.kernel, Int64(range.count), 1, addend.start + range.lowerBound,
                target + range.lowerBound)
        }
    }
}
