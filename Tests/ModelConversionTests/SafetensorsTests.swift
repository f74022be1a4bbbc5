import MemoryModel
import Testing

@testable import ModelConversion

@Suite("Files of weights")
struct SafetensorsTests {
    private let scratch = Scratch()

    private func open(_ bytes: [UInt8]) throws(MemoryError) -> Safetensors {
        try Safetensors(path: scratch.write("model.safetensors", bytes))
    }

    private func refusal(_ bytes: [UInt8]) -> MemoryError? {
        do throws(MemoryError) {
            _ = try open(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("gives the values of single-precision tensors, with and without the prefix of a head's model")
    func singlePrecision() throws {
        let values: [Float] = [1, -2.5, 3e-20, 0, 7, 8]
        for prefix in ["", "bert."] {
            let file = try open(
                TensorFile.bytes([
                    ("\(prefix)embeddings.word_embeddings.weight", "F32", [3, 2], TensorFile.floats(values)),
                    ("\(prefix)embeddings.position_ids", "I64", [1, 2], [UInt8](repeating: 0, count: 16)),
                ]))
            #expect(try file.floats("embeddings.word_embeddings.weight", shape: [3, 2]) == values)
            #expect(file.count == 2)
        }
    }

    @Test("refuses a tensor that is absent, of another shape, of integers, or not finite")
    func wrongTensors() throws {
        let file = try open(
            TensorFile.bytes([
                ("a", "F32", [2], TensorFile.floats([1, 2])), ("i", "I64", [1], [UInt8](repeating: 0, count: 8)),
                ("n", "F32", [2], TensorFile.floats([1, .nan])), ("o", "F16", [1], TensorFile.halves([0x7c00])),
            ]))
        for (name, shape) in [("b", [2]), ("a", [1, 2]), ("a", [3]), ("i", [1]), ("n", [2]), ("o", [1])] {
            #expect(throws: MemoryError.self) { try file.floats(name, shape: shape) }
        }
    }

    @Test("widens half-precision numbers without changing one")
    func halfPrecision() throws {
        let halves: [UInt16] = [0x0000, 0x8000, 0x3c00, 0xbc00, 0x7bff, 0x0400, 0x03ff, 0x0001, 0x8001, 0x3555]
        let expected: [Float] = [
            0, -0.0, 1, -1, 65504, 0x1p-14, 1023 * 0x1p-24, 0x1p-24, -0x1p-24, 0x1.554p-2,
        ]
        let brains: [UInt16] = [0x0000, 0x3f80, 0xc000, 0x4049]
        let file = try open(
            TensorFile.bytes([
                ("h", "F16", [2, 5], TensorFile.halves(halves)), ("b", "BF16", [4], TensorFile.halves(brains)),
            ]))
        let widened = try file.floats("h", shape: [2, 5])
        #expect(widened.map(\.bitPattern) == expected.map(\.bitPattern))
        #expect(try file.floats("b", shape: [4]) == [0, 1, -2, 3.140625])
        #if arch(arm64) || os(Linux)
            for bits in UInt16.min...UInt16.max where bits & 0x7c00 != 0x7c00 {
                #expect(Safetensors.float(half: bits).bitPattern == Float(Float16(bitPattern: bits)).bitPattern)
            }
        #endif
    }

    @Test(
        "refuses every header that is not true",
        arguments: [
            ("an empty file", []),
            ("seven bytes", [UInt8](repeating: 0, count: 7)),
            ("no header", TensorFile.bytes(header: "")),
            ("a header beyond the file", TensorFile.bytes(header: "{}", length: 3)),
            ("a header of 9 GB", TensorFile.bytes(header: "{}", length: 9 << 30)),
            ("the largest length", TensorFile.bytes(header: "{}", length: .max)),
            ("no JSON", TensorFile.bytes(header: "{\"a\":")),
            ("an array", TensorFile.bytes(header: "[]")),
            ("not UTF-8", TensorFile.bytes(header: "{}", length: 2).dropLast(2) + [0x22, 0xff]),
            ("deep nesting", TensorFile.bytes(header: String(repeating: "[", count: 5000))),
            ("bytes of no tensor", TensorFile.bytes(header: "{}", data: [1])),
            ("a tensor that is no object", TensorFile.bytes(header: #"{"a":1}"#)),
            ("no type", described(#""shape":[1],"data_offsets":[0,4]"#)),
            ("a type that is a number", described(#""dtype":1,"shape":[1],"data_offsets":[0,4]"#)),
            ("an unknown type", described(#""dtype":"F33","shape":[1],"data_offsets":[0,4]"#)),
            ("a further field", described(#""dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1"#)),
            ("a field twice", described(#""dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]"#)),
            ("a shape of text", described(#""dtype":"F32","shape":["1"],"data_offsets":[0,4]"#)),
            ("a shape that is a number", described(#""dtype":"F32","shape":1,"data_offsets":[0,4]"#)),
            ("a fraction", described(#""dtype":"F32","shape":[1.0],"data_offsets":[0,4]"#)),
            ("a negative size", described(#""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#)),
            (
                "a size beyond integers",
                described(#""dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]"#)
            ),
            (
                "a product beyond integers",
                described(
                    #""dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,4]"#)
            ),
            (
                "a product that wraps to the right size",
                described(
                    #""dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]"#)
            ),
            ("one offset", described(#""dtype":"F32","shape":[1],"data_offsets":[0]"#)),
            ("falling offsets", described(#""dtype":"F32","shape":[1],"data_offsets":[4,0]"#)),
            ("a negative offset", described(#""dtype":"F32","shape":[1],"data_offsets":[-4,0]"#)),
            ("offsets of another size", described(#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#)),
            ("offsets beyond the file", described(#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#)),
            (
                "offsets near the largest integer",
                described(
                    #""dtype":"U8","shape":[1],"data_offsets":[9223372036854775806,9223372036854775807]"#)
            ),
            (
                "a gap",
                TensorFile.bytes(
                    header: #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, data: [0, 0])
            ),
            (
                "shared bytes",
                TensorFile.bytes(
                    header:
                        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
                        + #""b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
                    data: [0, 0, 0])
            ),
            (
                "a name twice",
                TensorFile.bytes(
                    header:
                        #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
                        + #""a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#,
                    data: [0, 0])
            ),
        ] as [(String, [UInt8])])
    func hostileHeader(_ name: String, _ bytes: [UInt8]) {
        let error = refusal(bytes)
        #expect(error?.code == .modelInvalid, "\(name)")
        #expect(error?.hint != nil)
    }

    /// One tensor with these fields and four bytes of data.
    private static func described(_ fields: String) -> [UInt8] {
        TensorFile.bytes(header: "{\"a\":{\(fields)}}", data: [0, 0, 0, 0])
    }

    @Test("survives any single changed byte of a header")
    func changedBytes() throws {
        let whole = TensorFile.bytes([
            ("a", "F32", [2], TensorFile.floats([1, 2])), ("b", "BF16", [1, 1], TensorFile.halves([0x3f80])),
        ])
        for index in 0..<whole.count {
            for mask in [1, 0x10, 0x80, 0xff] as [UInt8] {
                var bytes = whole
                bytes[index] ^= mask
                if let file = try? open(bytes) { _ = try? file.floats("a", shape: [2]) }
            }
        }
        for count in 0..<whole.count { #expect(refusal(Array(whole[..<count])) != nil) }
    }

    @Test("says that there is no file")
    func absent() {
        #expect(throws: MemoryError(.notFound, "There is no file /nowhere/model.safetensors.")) {
            try Safetensors(path: "/nowhere/model.safetensors")
        }
    }
}
