import Foundation
import SSMTensor

/// A safetensors file made byte by byte, of any type of values.
struct HandmadeSafetensors {
    enum ElementType: String, CaseIterable {
        case f64 = "F64"
        case f32 = "F32"
        case f16 = "F16"
        case bf16 = "BF16"

        /// The bytes of a value; BF16 is rounded to the nearest, ties to even.
        func bytes(of value: Float) -> [UInt8] {
            func raw(_ bits: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: bits.littleEndian) { Array($0) } }
            return switch self {
            case .f64: raw(Double(value).bitPattern)
            case .f32: raw(value.bitPattern)
            case .f16: raw(Float16(value).bitPattern)
            case .bf16: raw(UInt16((value.bitPattern + 0x7FFF + (value.bitPattern >> 16 & 1)) >> 16))
            }
        }
    }

    /// The whole file.
    let data: Data

    init(_ tensors: [String: Tensor], as type: ElementType) {
        var header: [String] = []
        var values = Data()
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let start = values.count
            for value in tensor.values { values.append(contentsOf: type.bytes(of: value)) }
            header.append(
                "\"\(name)\":{\"dtype\":\"\(type.rawValue)\",\"shape\":\(tensor.shape),"
                    + "\"data_offsets\":[\(start),\(values.count)]}")
        }
        let json = Data("{\(header.joined(separator: ","))}".utf8)
        data = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json + values
    }
}
