import CHDF5
import Foundation

/// HDF5 files made by direct calls of the library, as another program could make them.
enum HandmadeFile: String, CaseIterable {
    case plain, wide, list
    case externalLink, softLink, danglingLink, cycle, deep
    case externalStorage, virtual
    case filter, rank, dimensions, chunk, namedType

    /// Makes the file; false when the library refuses.
    func make(at path: String) -> Bool {
        let file = H5Fcreate(path, ssm_h5_truncate(), ssm_h5_default(), ssm_h5_default())
        guard file >= 0 else { return false }
        let isMade = fill(file)
        return H5Fclose(file) >= 0 && isMade
    }

    private func fill(_ file: hid_t) -> Bool {
        switch self {
        case .plain:
            return dataset(file, [2, 3], values: [1, 2, 3, 4, 5, 6]) { _ in 0 }
        case .wide:
            return dataset(file, [2], type: ssm_h5_float64_le()) { H5Pset_alloc_time($0, H5D_ALLOC_TIME_EARLY) }
        case .list:
            let type = H5Tcopy(ssm_h5_c_string())
            defer { H5Tclose(type) }
            return dataset(file, [3], type: type) { H5Pset_alloc_time($0, H5D_ALLOC_TIME_EARLY) }
        case .externalLink:
            return H5Lcreate_external("other.h5", "/weight", file, "weight", ssm_h5_default(), ssm_h5_default()) >= 0
        case .softLink:
            return dataset(file, [1]) { _ in 0 }
                && H5Lcreate_soft("/weight", file, "again", ssm_h5_default(), ssm_h5_default()) >= 0
        case .danglingLink:
            return H5Lcreate_soft("/nowhere", file, "weight", ssm_h5_default(), ssm_h5_default()) >= 0
        case .cycle:
            return group(file, "loop")
                && H5Lcreate_hard(file, "/", file, "loop/again", ssm_h5_default(), ssm_h5_default()) >= 0
        case .deep:
            return (1...40).allSatisfy { group(file, Array(repeating: "g", count: $0).joined(separator: "/")) }
        case .externalStorage:
            return dataset(file, [4]) { H5Pset_external($0, "/etc/hostname", 0, 16) }
        case .virtual:
            return dataset(file, [4]) { creation in
                let space = H5Screate_simple(1, [4], nil)
                defer { H5Sclose(space) }
                return H5Pset_virtual(creation, space, "other.h5", "/weight", space)
            }
        case .filter:
            return dataset(file, [4]) { creation in
                H5Pset_chunk(creation, 1, [4]) < 0 ? -1 : H5Pset_scaleoffset(creation, H5Z_SO_FLOAT_DSCALE, 2)
            }
        case .rank:
            return dataset(file, [hsize_t](repeating: 1, count: 9)) { _ in 0 }
        case .dimensions:
            return dataset(file, [1 << 31, 1 << 31]) { H5Pset_chunk($0, 2, [16, 16]) }
        case .chunk:
            return dataset(file, [1 << 26], limit: [ssm_h5_unlimited()]) { H5Pset_chunk($0, 1, [1 << 26]) }
        case .namedType:
            let type = H5Tcopy(ssm_h5_native_float())
            defer { H5Tclose(type) }
            return H5Tcommit2(
                file, "weight", type, ssm_h5_default(), ssm_h5_default(), ssm_h5_default()) >= 0
        }
    }

    private func group(_ file: hid_t, _ name: String) -> Bool {
        let group = H5Gcreate2(file, name, ssm_h5_default(), ssm_h5_default(), ssm_h5_default())
        return group >= 0 && H5Gclose(group) >= 0
    }

    private func dataset(
        _ file: hid_t, _ shape: [hsize_t], limit: [hsize_t]? = nil, type: hid_t = ssm_h5_float32_le(),
        values: [Float] = [], _ change: (hid_t) -> herr_t
    ) -> Bool {
        let creation = H5Pcreate(ssm_h5_dataset_creation())
        defer { H5Pclose(creation) }
        let space = H5Screate_simple(Int32(shape.count), shape, limit ?? shape)
        defer { H5Sclose(space) }
        guard change(creation) >= 0 else { return false }
        let dataset = H5Dcreate2(file, "weight", type, space, ssm_h5_default(), creation, ssm_h5_default())
        guard dataset >= 0 else { return false }
        var isWritten = true
        if !values.isEmpty {
            isWritten =
                H5Dwrite(
                    dataset, ssm_h5_native_float(), ssm_h5_all(), ssm_h5_all(), ssm_h5_default(), values) >= 0
        }
        return H5Dclose(dataset) >= 0 && isWritten
    }
}
