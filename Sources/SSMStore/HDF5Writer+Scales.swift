/// Named axes, by HDF5's convention of dimension scales.
extension HDF5Writer {
    /// Makes a one-dimensional dataset that exists a scale of axes.
    ///
    /// - Parameter title: the scale's own name, which need not be that of the dataset.
    /// - Throws: `StoreError.writeFailed`.
    package func makeScale(_ dataset: String, titled title: String) throws(StoreError) {
        try withCalls { calls, state throws(StoreError) in
            try calls.makeScale(dataset, titled: title, in: state.file)
        }
    }

    /// Attaches scales to an axis of a dataset, and gives the axis a name.
    ///
    /// Readers of the netCDF convention call the axis after the last of the scales.
    ///
    /// - Throws: `StoreError.writeFailed`.
    package func attach(
        scales: [String], to dataset: String, axis: Int, named name: String
    ) throws(StoreError) {
        try withCalls { calls, state throws(StoreError) in
            try calls.attach(scales: scales, to: dataset, axis: axis, named: name, in: state.file)
        }
    }
}
