import JSONText
package import MemoryModel

/// A file of named tensors in the safetensors format: the length of a JSON header (8 bytes, little-endian), the header,
/// and behind it the tensors' bytes, to which the header's offsets refer.
///
/// Nothing in the header is believed: everything it says is checked against the file when it is opened.
package final class Safetensors: Sendable {
    /// What a tensor's elements are. Those that are no model's weights matter for their width only.
    enum ElementType: String {
        case f64 = "F64"
        case f32 = "F32"
        case f16 = "F16"
        case bf16 = "BF16"
        case i64 = "I64"
        case u64 = "U64"
        case i32 = "I32"
        case u32 = "U32"
        case i16 = "I16"
        case u16 = "U16"
        case i8 = "I8"
        case u8 = "U8"
        case bool = "BOOL"
        case f8e4m3 = "F8_E4M3"
        case f8e5m2 = "F8_E5M2"

        /// Bytes of one element.
        var width: Int {
            switch self {
            case .f64, .i64, .u64: 8
            case .f32, .i32, .u32: 4
            case .f16, .bf16, .i16, .u16: 2
            case .i8, .u8, .bool, .f8e4m3, .f8e5m2: 1
            }
        }
    }

    struct Tensor: Sendable {
        let type: ElementType
        let shape: [Int]
        /// Bytes of the file.
        let place: Range<Int>
    }

    /// The format allows a header of 100 MB. One of the largest models read here is a thousandth of that, and a header
    /// takes many times its size while it is parsed.
    static let longestHeader = 8 << 20

    let file: ReadableFile
    let tensors: [String: Tensor]
    /// What stands before every name: nothing, or the part a model with a head on top writes.
    let prefix: String

    /// - Parameter shownPath: what messages name instead, when the file itself is temporary.
    /// - Throws: `model_invalid` for anything that is not such a file.
    package init(path: String, shownAs shownPath: String? = nil) throws(MemoryError) {
        let file = try ReadableFile(path, shownAs: shownPath)
        self.file = file
        tensors = try Self.tensors(of: file)
        let isPrefixed = tensors["bert.embeddings.word_embeddings.weight"] != nil
        prefix = isPrefixed ? "bert." : ""
    }

    // MARK: The header

    private static func tensors(of file: ReadableFile) throws(MemoryError) -> [String: Tensor] {
        guard file.size >= 8 else { throw invalid(file.path, "it has \(file.size) bytes") }
        let length = try file.bytes(at: 0, count: 8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(longestHeader) else {
            throw invalid(file.path, "its header would have \(length) bytes, more than \(longestHeader)")
        }
        guard length <= UInt64(file.size - 8) else {
            throw invalid(file.path, "its header would have \(length) bytes, more than the file")
        }
        let start = 8 + Int(length)
        let bytes = try file.bytes(at: 8, count: Int(length))
        let header: JSON
        do throws(JSONSyntaxError) {
            header = try JSON(parsing: bytes, maximumDepth: 4)
        } catch {
            throw invalid(file.path, "its header is not JSON: \(error)")
        }
        guard let members = header.object?.members else { throw invalid(file.path, "its header is no JSON object") }
        var tensors: [String: Tensor] = [:]
        for member in members where member.key != "__metadata__" {
            let tensor = try tensor(member, of: file, from: start)
            guard tensors.updateValue(tensor, forKey: member.key) == nil else {
                throw invalid(file.path, "it has two tensors \(quoted(member.key))")
            }
        }
        try checkPlaces(tensors, of: file, from: start)
        return tensors
    }

    private static func tensor(
        _ member: JSONObject.Member, of file: ReadableFile, from start: Int
    ) throws(MemoryError) -> Tensor {
        func wrong(_ reason: String) -> MemoryError { invalid(file.path, "its tensor \(quoted(member.key)) \(reason)") }
        guard let fields = member.value.object?.members else { throw wrong("is described by no JSON object") }
        guard fields.count == 3, Set(fields.map(\.key)) == ["dtype", "shape", "data_offsets"] else {
            throw wrong("has other fields than dtype, shape and data_offsets")
        }
        guard let name = member.value["dtype"]?.string else { throw wrong("has a dtype that is no text") }
        guard let type = ElementType(rawValue: name) else { throw wrong("is of the unknown type \(quoted(name))") }
        guard let sizes = member.value["shape"]?.array, let shape = naturals(sizes), shape.count <= 8 else {
            throw wrong("has a shape that is no list of sizes")
        }
        guard let pair = member.value["data_offsets"]?.array, let offsets = naturals(pair), offsets.count == 2,
            offsets[0] <= offsets[1]
        else { throw wrong("has offsets that are no two rising positions") }
        var bytes = type.width
        for size in shape {
            let (product, overflows) = bytes.multipliedReportingOverflow(by: size)
            guard !overflows else { throw wrong("is too large for any memory") }
            bytes = product
        }
        guard offsets[1] - offsets[0] == bytes else {
            throw wrong("has \(offsets[1] - offsets[0]) bytes, but its shape needs \(bytes)")
        }
        guard offsets[1] <= file.size - start else { throw wrong("reaches beyond the end of the file") }
        return Tensor(type: type, shape: shape, place: start + offsets[0]..<start + offsets[1])
    }

    /// The tensors lie one behind the other and fill the file: neither shared bytes nor bytes nobody speaks for.
    private static func checkPlaces(
        _ tensors: [String: Tensor], of file: ReadableFile, from start: Int
    ) throws(MemoryError) {
        var end = start
        let places = tensors.values.map(\.place).sorted {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        for place in places {
            guard place.lowerBound >= end else { throw invalid(file.path, "two of its tensors share bytes") }
            guard place.lowerBound == end else { throw invalid(file.path, "there are bytes between its tensors") }
            end = place.upperBound
        }
        guard end == file.size else { throw invalid(file.path, "\(file.size - end) bytes at its end are no tensor") }
    }

    private static func naturals(_ values: [JSON]) -> [Int]? {
        var numbers: [Int] = []
        for value in values {
            guard case .integer(let number) = value, let size = Int(exactly: number), size >= 0 else { return nil }
            numbers.append(size)
        }
        return numbers
    }

    /// A name from a file as it may stand in a message.
    static func quoted(_ name: String) -> String {
        let text = name.unicodeScalars.prefix(80).map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }
        return "“\(text.joined())”"
    }

    static func invalid(_ path: String, _ reason: String) -> MemoryError {
        MemoryError(
            .modelInvalid, "\(path) is no usable file of weights: \(reason).",
            hint: "It may be damaged, or of a form that is not read; get it again, as safetensors.")
    }
}
