import CHDF5

extension HDF5Calls {
    /// Makes a dataset a dimension scale.
    func makeScale(_ dataset: String, titled title: String, in file: hid_t) throws(StoreError) {
        let place = "the scale \(dataset)"
        try using(.dataset, H5Dopen2(file, dataset, ssm_h5_default()), place) { scale throws(StoreError) in
            try check(H5DSset_scale(scale, title), place)
        }
    }

    /// Attaches dimension scales to an axis of a dataset, in order, and labels the axis.
    func attach(
        scales: [String], to dataset: String, axis: Int, named name: String, in file: hid_t
    ) throws(StoreError) {
        let place = "axis \(axis) of \(dataset)"
        try using(.dataset, H5Dopen2(file, dataset, ssm_h5_default()), place) { id throws(StoreError) in
            for scale in scales {
                try using(.dataset, H5Dopen2(file, scale, ssm_h5_default()), place) { scale throws(StoreError) in
                    try check(H5DSattach_scale(id, scale, UInt32(axis)), place)
                }
            }
            try check(H5DSset_label(id, UInt32(axis), name), place)
        }
    }
}
