import CHDF5

extension HDF5Calls {
    /// Attaches a fact to a group or a dataset, over what was attached by that name.
    func set(_ value: HDF5Attribute, named name: String, on object: String, in file: hid_t) throws(StoreError) {
        let place = "attribute \(name) of \(object)"
        if try result(H5Aexists_by_name(file, object, name, ssm_h5_default()), place) > 0 {
            try check(H5Adelete_by_name(file, object, name, ssm_h5_default()), place)
        }
        switch value {
        case .text(let text):
            try withTextType(place) { type throws(StoreError) in
                try create(place, name, object, file, type) { attribute in
                    text.withCString { characters in
                        withUnsafePointer(to: characters) { H5Awrite(attribute, type, $0) }
                    }
                }
            }
        case .integer(let number):
            try create(place, name, object, file, ssm_h5_int64_le()) { attribute in
                withUnsafePointer(to: Int64(number)) { H5Awrite(attribute, ssm_h5_native_int64(), $0) }
            }
        case .integers(let numbers):
            let space = H5Screate_simple(1, [hsize_t(numbers.count)], nil)
            try create(place, name, object, file, ssm_h5_int32_le(), space: space) { attribute in
                H5Awrite(attribute, ssm_h5_native_int32(), numbers)
            }
        case .number(let number):
            try create(place, name, object, file, ssm_h5_float64_le()) { attribute in
                withUnsafePointer(to: number) { H5Awrite(attribute, ssm_h5_native_double(), $0) }
            }
        case .flag(let flag):
            try withFlagType(place) { type throws(StoreError) in
                try create(place, name, object, file, type) { attribute in
                    withUnsafePointer(to: Int8(flag ? 1 : 0)) { H5Awrite(attribute, type, $0) }
                }
            }
        }
    }

    /// The facts attached to a group or a dataset; arrays and types that `HDF5Attribute` lacks are left out.
    func attributes(of object: String, in file: hid_t) throws(StoreError) -> [String: HDF5Attribute] {
        var result: [String: HDF5Attribute] = [:]
        for name in try attributeNames(of: object, in: file) {
            let opened = H5Aopen_by_name(file, object, name, ssm_h5_default(), ssm_h5_default())
            let place = "attribute \(name) of \(object)"
            result[name] = try using(.attribute, opened, place) { attribute throws(StoreError) in
                try value(of: attribute, place)
            }
        }
        return result
    }

    private func create(
        _ place: String, _ name: String, _ object: String, _ file: hid_t, _ type: hid_t,
        space: hid_t = H5Screate(H5S_SCALAR), write: (hid_t) -> herr_t
    ) throws(StoreError) {
        try using(.space, space, place) { space throws(StoreError) in
            let created = H5Acreate_by_name(
                file, object, name, type, space, ssm_h5_default(), ssm_h5_default(), ssm_h5_default())
            try using(.attribute, created, "creating \(place)") { attribute throws(StoreError) in
                try check(write(attribute), "writing \(place)")
            }
        }
    }

    private func attributeNames(of object: String, in file: hid_t) throws(StoreError) -> [String] {
        var names: [String] = []
        var index: hsize_t = 0
        let status = withUnsafeMutablePointer(to: &names) { names in
            H5Aiterate_by_name(
                file, object, H5_INDEX_NAME, H5_ITER_INC, &index,
                { _, name, _, names in
                    guard let name, let names else { return -1 }
                    names.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
                    return 0
                }, names, ssm_h5_default())
        }
        try check(status, "listing the attributes of \(object)")
        return names
    }

    private func value(of attribute: hid_t, _ place: String) throws(StoreError) -> HDF5Attribute? {
        try using(.space, H5Aget_space(attribute), place) { space throws(StoreError) in
            guard H5Sget_simple_extent_type(space) == H5S_SCALAR else { return nil }
            return try using(.type, H5Aget_type(attribute), place) { type throws(StoreError) in
                switch H5Tget_class(type) {
                case H5T_STRING:
                    return .text(
                        try text(of: type, in: space, place) { H5Aread(attribute, $0, $1) })
                case H5T_INTEGER:
                    var number: Int64 = 0
                    try check(H5Aread(attribute, ssm_h5_native_int64(), &number), "reading \(place)")
                    return .integer(Int(number))
                case H5T_FLOAT:
                    var number = 0.0
                    try check(H5Aread(attribute, ssm_h5_native_double(), &number), "reading \(place)")
                    return .number(number)
                case H5T_ENUM:
                    return try flag(of: attribute, type, place)
                default:
                    return nil
                }
            }
        }
    }

    /// A truth value as h5py writes it; nil for other enumerations.
    private func flag(of attribute: hid_t, _ type: hid_t, _ place: String) throws(StoreError) -> HDF5Attribute? {
        try withFlagType(place) { flagType throws(StoreError) in
            guard try result(H5Tequal(type, flagType), place) > 0 else { return nil }
            var number: Int8 = 0
            try check(H5Aread(attribute, flagType, &number), "reading \(place)")
            return .flag(number != 0)
        }
    }

    private func withFlagType<Result>(
        _ place: String, _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try using(.type, H5Tenum_create(ssm_h5_int8_le()), place) { type throws(StoreError) in
            for (name, value) in [("FALSE", Int8(0)), ("TRUE", Int8(1))] {
                try check(withUnsafePointer(to: value) { H5Tenum_insert(type, name, $0) }, place)
            }
            return try body(type)
        }
    }
}
