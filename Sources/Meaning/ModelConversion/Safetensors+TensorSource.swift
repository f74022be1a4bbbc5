package import MemoryModel
import SentenceEncoder

extension Safetensors: TensorSource {
    /// How many tensors there are, for whoever shows progress.
    package var count: Int { tensors.count }

    /// The values of a tensor, row by row. Half-precision numbers are widened, which changes none of them.
    ///
    /// - Parameter name: without the prefix this file's names may have.
    /// - Throws: `model_invalid` when there is no such tensor, it is of another shape or type, or a value is no finite
    ///   number.
    package func floats(_ name: String, shape: [Int]) throws(MemoryError) -> [Float] {
        guard let tensor = tensors[prefix + name] ?? tensors[name] else {
            throw Self.invalid(file.path, "it has no tensor \(name)")
        }
        guard tensor.shape == shape else {
            throw Self.invalid(file.path, "its tensor \(name) has the shape \(tensor.shape), not \(shape)")
        }
        let count = tensor.place.count / tensor.type.width
        var values = [Float](repeating: 0, count: count)
        switch tensor.type {
        case .f32:
            try file.fill(&values, at: tensor.place.lowerBound)
            #if _endian(big)
                for index in values.indices { values[index] = Float(bitPattern: values[index].bitPattern.byteSwapped) }
            #endif
        case .f16, .bf16:
            var halves = [UInt16](repeating: 0, count: count)
            try file.fill(&halves, at: tensor.place.lowerBound)
            let widen = tensor.type == .f16 ? Self.float(half:) : Self.float(brain:)
            for index in halves.indices { values[index] = widen(UInt16(littleEndian: halves[index])) }
        default:
            throw Self.invalid(
                file.path, "its tensor \(name) is of type \(tensor.type.rawValue); F32, F16 and BF16 are read")
        }
        // One test for the sum of all would be fooled by an overflow, so every exponent is looked at.
        guard values.allSatisfy(\.isFinite) else {
            throw Self.invalid(file.path, "its tensor \(name) holds values that are no finite numbers")
        }
        return values
    }

    /// IEEE 754 binary16 to binary32: 1 sign, 5 exponent (bias 15), 10 fraction bits. Written out because the standard
    /// library has no such type on every machine.
    static func float(half bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 0x1f)
        let fraction = UInt32(bits & 0x3ff)
        switch exponent {
        case 0:
            // Subnormal: fraction × 2⁻²⁴, exact in binary32.
            let magnitude = Float(fraction) * 0x1p-24
            return sign == 0 ? magnitude : -magnitude
        case 31: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }

    /// bfloat16 is the upper half of a binary32.
    static func float(brain bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
}
