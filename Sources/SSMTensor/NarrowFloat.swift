/// The formats of 16 bits whose numbers are all float32 numbers too.
package enum NarrowFloat: Sendable {
    /// The upper half of a float32.
    case bfloat16
    /// IEEE 754 binary16.
    case binary16
}
