/// A row of numbers as 8 bit integers and one factor: value ≈ scale × stored, stored in −127 … 127.
struct QuantizedRow: Sendable {
    var values: [Int8]
    var scale: Float

    /// The factor comes from the largest magnitude.
    init(coveringAll row: ArraySlice<Float>) {
        let most = row.reduce(0) { max($0, abs($1)) }
        self.init(row, scale: most / 127)
    }

    /// The factor is the one of 26, from 3/4 of the covering one on, whose sum of squared errors is least: giving up the
    /// reach of a few far values makes all others finer.
    init(leastError row: ArraySlice<Float>) {
        let most = row.reduce(0) { max($0, abs($1)) }
        var best = most / 127
        var least = Float.infinity
        for step in 0...25 where most > 0 {
            let scale = most / 127 * (0.75 + 0.01 * Float(step))
            let inverse = 1 / scale
            var error: Float = 0
            for value in row {
                let rounded = min(max((value * inverse).rounded(.toNearestOrEven), -127), 127)
                let difference = value - rounded * scale
                error += difference * difference
            }
            if error < least { (least, best) = (error, scale) }
        }
        self.init(row, scale: best)
    }

    private init(_ row: ArraySlice<Float>, scale: Float) {
        let inverse = scale > 0 ? 1 / scale : 0
        self.scale = inverse.isFinite ? scale : 0
        values = row.map { value in
            inverse.isFinite ? Int8(min(max((value * inverse).rounded(.toNearestOrEven), -127), 127)) : 0
        }
    }
}

/// A linear map's rows in the order the kernels read them (see `memos_linear` in CSentenceEncoder.h).
struct PackedLinear: Sendable {
    /// By part, in the file's order.
    private(set) var parts: [[UInt8]] = []

    /// - Parameter weights: row-major, `outputs` rows of `inputs`.
    init(weights: [Float], bias: [Float], linear: WeightsLayout.Linear, precision: WeightsFile.Precision) {
        let rows = WeightsLayout.padded(linear.outputs)
        var paddedBias = [UInt8](floats: bias)
        paddedBias.append(contentsOf: repeatElement(0, count: 4 * (rows - linear.outputs)))
        switch precision {
        case .fp32: parts = [Self.panels(weights, linear, rows), paddedBias]
        case .int8:
            let (values, scales, sums) = Self.quantizedPanels(weights, linear, rows)
            var sumBytes: [UInt8] = []
            for sum in sums { sumBytes.append(sum) }
            parts = [values, [UInt8](floats: scales), sumBytes, paddedBias]
        }
    }

    private static func panels(_ weights: [Float], _ linear: WeightsLayout.Linear, _ rows: Int) -> [UInt8] {
        var packed = [Float](repeating: 0, count: rows * linear.inputs)
        for row in 0..<linear.outputs {
            let panel = row / 16 * 16 * linear.inputs + row % 16
            for input in 0..<linear.inputs { packed[panel + 16 * input] = weights[row * linear.inputs + input] }
        }
        return [UInt8](floats: packed)
    }

    private static func quantizedPanels(
        _ weights: [Float], _ linear: WeightsLayout.Linear, _ rows: Int
    ) -> (values: [UInt8], scales: [Float], sums: [Int32]) {
        let inputs = (linear.inputs + 3) / 4 * 4
        var values = [UInt8](repeating: 0, count: rows * inputs)
        var scales = [Float](repeating: 0, count: rows)
        var sums = [Int32](repeating: 0, count: rows)
        for row in 0..<linear.outputs {
            let quantized = QuantizedRow(
                leastError: weights[(row * linear.inputs)..<((row + 1) * linear.inputs)])
            let panel = row / 16 * 16 * inputs + row % 16 * 4
            scales[row] = quantized.scale
            for (input, value) in quantized.values.enumerated() {
                values[panel + input / 4 * 64 + input % 4] = UInt8(bitPattern: value)
                sums[row] += Int32(value)
            }
        }
        return (values, scales, sums)
    }
}

extension [UInt8] {
    /// Their bit patterns, least byte first.
    init(floats: some Collection<Float>) {
        self.init()
        reserveCapacity(4 * floats.count)
        for value in floats { append(value.bitPattern) }
    }
}
