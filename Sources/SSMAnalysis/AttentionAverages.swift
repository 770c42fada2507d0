/// The maps of a layer's channels, averaged.
///
/// Signed entries cancel between channels, so that the two averages differ: neither is the other's absolute value.
package struct AttentionAverages: Sendable {
    /// The mean over the channels.
    package let signed: AttentionMap
    /// The mean over the channels of the absolute values.
    package let absolute: AttentionMap

    /// The mean of the absolute values, each row divided by its sum.
    package var rowNormalized: AttentionMap { absolute.rowNormalized }
}
