import Foundation
import SSMStore
import SSMTensor
import Testing

/// Rows of other kinds than 32-bit numbers, and named axes.
struct RowsTests {
    private let numbers = Tensor.normal([5, 3, 2], scale: 100, key: RandomKey(seed: 3), on: Samples.device)

    @Test(arguments: [true, false])
    func `halves, integers and texts come back, in parts too`(_ isCompressed: Bool) throws {
        let folder = try TemporaryFolder()
        let writer = try HDF5Writer(creating: folder.file("a.h5"))
        try writer.createRows("half", of: .float16, shape: [3, 2], expected: 4, isCompressed: isCompressed)
        try writer.createRows("int", of: .int32, shape: [], isCompressed: isCompressed)
        try writer.createRows("text", of: .texts(width: 6), shape: [], isCompressed: isCompressed)
        try writer.append(numbers.rows(0..<2), to: "half")
        try writer.append(numbers.rows(2..<5), to: "half")
        try writer.append([Int32.min, 0, .max], to: "int")
        try writer.append(["", "einse", "ééé", "zu lang", "éééé", "日本語"], to: "text")
        try writer.finish()
        let reader = try HDF5Reader(contentsOf: folder.file("a.h5"))
        let rounded = numbers.values.map { Float(Float16($0)) }
        #expect(try reader.entry("half").kind == .float16)
        #expect(try reader.entry("half").shape == [5, 3, 2])
        #expect(try reader.floats("half", on: Samples.device).values == rounded)
        #expect(try reader.floats("half", rows: 1..<3, on: Samples.device).values == Array(rounded[6..<18]))
        #expect(try reader.integers("int") == [Int64(Int32.min), 0, Int64(Int32.max)])
        #expect(try reader.texts("text") == ["", "einse", "ééé", "zu lan", "ééé", "日本"])
        #expect(try reader.texts("text", rows: 1..<3) == ["einse", "ééé"])
        #expect(throws: StoreError.self) { try reader.texts("int") }
    }

    @Test
    func `rows wider than a chunk, and a scale twice or on an axis that is not there`() throws {
        let folder = try TemporaryFolder()
        let writer = try HDF5Writer(creating: folder.file("a.h5"))
        try writer.createRows("wide", of: .float32, shape: [3, 500, 400])
        let wide = Tensor.normal([2, 3, 500, 400], scale: 1, key: RandomKey(seed: 4), on: Samples.device)
        try writer.append(wide, to: "wide")
        try writer.finish()
        let reader = try HDF5Reader(contentsOf: folder.file("a.h5"))
        #expect(try reader.floats("wide", on: Samples.device).values == wide.values)
        let second = try HDF5Writer(creating: folder.file("b.h5"))
        try second.createRows("scale", of: .int32, shape: [])
        try second.createRows("rows", of: .float32, shape: [])
        try second.makeScale("scale", titled: "position")
        #expect(throws: StoreError.self) {
            try second.attach(scales: ["scale"], to: "rows", axis: 1, named: "nothing")
        }
        #expect(throws: StoreError.self) { try second.finish() }
        #expect(try folder.names == ["a.h5"])
    }
}
