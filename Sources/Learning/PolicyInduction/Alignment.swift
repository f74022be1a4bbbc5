/// Several sequences set side by side, one column for what stands in the same place of each.
///
/// Progressive: the first sequence begins, each further one is set against the columns so far by the best total weight
/// (Needleman and Wunsch 1970, without a price for gaps).
struct Alignment<Element> {
    struct Column {
        /// By number of the sequence.
        var elements: [Int: Element]

        /// In the order of the sequences.
        var ordered: [(member: Int, element: Element)] {
            elements.keys.sorted().compactMap { member in elements[member].map { (member, $0) } }
        }
    }

    private(set) var columns: [Column] = []
    private let weight: (Element, Element) -> Double

    /// - Parameter weight: of two elements in one column; 0 where they may not be.
    init(_ sequences: [[Element]], weight: @escaping (Element, Element) -> Double) {
        self.weight = weight
        for (member, sequence) in sequences.enumerated() { add(sequence, of: member) }
        unite()
    }

    private mutating func add(_ sequence: [Element], of member: Int) {
        guard !columns.isEmpty else {
            columns = sequence.map { Column(elements: [member: $0]) }
            return
        }
        let weights = columns.map { column in
            sequence.map { element in
                column.elements.values.reduce(0) { max($0, weight($1, element)) }
            }
        }
        var table = Array(
            repeating: Array(repeating: 0.0, count: sequence.count + 1), count: columns.count + 1)
        for i in columns.indices.reversed() {
            for j in sequence.indices.reversed() {
                let match = weights[i][j] > 0 ? table[i + 1][j + 1] + weights[i][j] : 0
                table[i][j] = max(table[i + 1][j], table[i][j + 1], match)
            }
        }
        var result: [Column] = []
        var (i, j) = (0, 0)
        while i < columns.count || j < sequence.count {
            if i < columns.count, j < sequence.count, weights[i][j] > 0,
                table[i][j] == table[i + 1][j + 1] + weights[i][j]
            {
                var column = columns[i]
                column.elements[member] = sequence[j]
                result.append(column)
                (i, j) = (i + 1, j + 1)
            } else if i < columns.count, j == sequence.count || table[i][j] == table[i + 1][j] {
                result.append(columns[i])
                i += 1
            } else {
                result.append(Column(elements: [member: sequence[j]]))
                j += 1
            }
        }
        columns = result
    }

    /// What one did earlier and another later is one step, where more did it.
    private mutating func unite() {
        var index = 0
        while index < columns.count {
            let found = columns.indices.first { other in
                other > index && columns[other].elements.keys.allSatisfy { columns[index].elements[$0] == nil }
                    && columns[other].elements.values.contains { one in
                        columns[index].elements.values.contains { weight($0, one) >= Self.sure }
                    }
            }
            guard let found else {
                index += 1
                continue
            }
            let union = columns[index].elements.merging(columns[found].elements) { one, _ in one }
            let keepsFirst = columns[index].elements.count >= columns[found].elements.count
            columns[keepsFirst ? index : found].elements = union
            columns.remove(at: keepsFirst ? found : index)
        }
    }

    /// From this weight on two elements are the same thing wherever they stand.
    private static var sure: Double { 1.75 }
}

/// How many of several must agree: both of two, of more at least 60 %.
enum Majority {
    static func of(_ count: Int) -> Int {
        count <= 2 ? max(count, 1) : Int((0.6 * Double(count)).rounded(.up))
    }
}
