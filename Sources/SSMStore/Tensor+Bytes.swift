import SSMTensor

extension Tensor {
    /// Lends the elements as bytes to a body with a typed error.
    func withBytes(_ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void) throws(StoreError) {
        let result: Result<Void, StoreError> = withSpan { span in
            span.withUnsafeBytes { bytes in
                Result { () throws(StoreError) in try body(bytes) }
            }
        }
        try result.get()
    }

    /// A tensor whose elements a body fills in as bytes.
    ///
    /// - Throws: the error of the body, after which nothing of the tensor is left.
    static func filling(
        shape: [Int], on device: Device, _ body: (UnsafeMutableRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) -> Tensor {
        var result = Result<Void, StoreError>.success(())
        let tensor = Tensor(shape: shape, on: device) { span in
            span.withUnsafeMutableBytes { bytes in
                result = Result { () throws(StoreError) in try body(bytes) }
            }
        }
        try result.get()
        return tensor
    }
}
