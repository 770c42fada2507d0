import Testing

/// Floats in memory of exact size between two guard zones. Fresh elements are NaN, and the guards are NaN with a payload
/// of their own: a kernel that reads outside gets NaN into its result, one that writes outside breaks a guard.
///
/// The first element is deliberately not aligned to a vector. A buffer lives as long as the variable that holds it, so
/// a kernel gets pointers of variables only, never of a temporary.
final class GuardedFloats {
    private static let guardCount = 65
    private static let guardBits: UInt32 = 0x7FC0_BEEF

    let count: Int
    private let memory: UnsafeMutablePointer<Float>

    init(count: Int) {
        self.count = count
        memory = .allocate(capacity: count + 2 * GuardedFloats.guardCount)
        let guardValue = Float(bitPattern: GuardedFloats.guardBits)
        memory.initialize(repeating: guardValue, count: count + 2 * GuardedFloats.guardCount)
        pointer.update(repeating: .nan, count: count)
    }

    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        for (index, value) in values.enumerated() { pointer[index] = value }
    }

    deinit { memory.deallocate() }

    var pointer: UnsafeMutablePointer<Float> { memory + GuardedFloats.guardCount }
    var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    /// Whether nobody wrote outside.
    var isIntact: Bool {
        let after = GuardedFloats.guardCount + count
        return (0..<GuardedFloats.guardCount).allSatisfy {
            memory[$0].bitPattern == GuardedFloats.guardBits && memory[after + $0].bitPattern == GuardedFloats.guardBits
        }
    }

    /// The values, after a check that nobody wrote outside.
    func result(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) -> [Float] {
        #expect(isIntact, "\(name) was written outside its bounds", sourceLocation: sourceLocation)
        return values
    }
}
