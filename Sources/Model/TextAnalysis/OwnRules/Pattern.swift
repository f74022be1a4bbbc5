/// An expression as a machine that reads a text once, keeping all its states at a time (Thompson, 1968), so that no
/// expression can take longer than characters times states.
struct Pattern: Sendable, Equatable {
    private enum Step: Sendable, Equatable {
        case one(ScalarSet)
        case edge(PatternNode.Edge)
        case jump(Int)
        case split(Int, Int)
        case match
    }

    /// Most steps; what repeats large counts within each other would have more.
    static let mostSteps = 400

    private var steps: [Step] = []
    /// Bytes with which a match can begin.
    private var firstBytes = [Bool](repeating: false, count: 256)

    init(expression: Substring, ignoresCase: Bool, column: Int) throws(PatternFault) {
        let node = try PatternReader.read(expression, ignoresCase: ignoresCase, column: column)
        if node.mayBeEmpty { throw PatternFault(column: column, reason: "fits nothing at all, which is everywhere") }
        try self.init(node, column: column)
    }

    init(literal: Substring, column: Int) throws(PatternFault) {
        let nodes = literal.unicodeScalars.map { PatternNode.one(ScalarSet([$0.value...$0.value])) }
        try self.init(.sequence(nodes), column: column)
    }

    private init(_ node: PatternNode, column: Int) throws(PatternFault) {
        try add(node, column: column)
        steps.append(.match)
        for step in closure(of: 0) {
            guard case .one(let set) = steps[step] else { continue }
            for byte in 0...255 where set.mayBegin(with: UInt8(byte)) { firstBytes[byte] = true }
        }
    }

    private mutating func add(_ node: PatternNode, column: Int) throws(PatternFault) {
        guard steps.count < Self.mostSteps else {
            throw PatternFault(column: column, reason: "is too long, or repeats too much")
        }
        switch node {
        case .one(let set): steps.append(.one(set))
        case .edge(let edge): steps.append(.edge(edge))
        case .sequence(let nodes): for node in nodes { try add(node, column: column) }
        case .either(let nodes):
            var ends: [Int] = []
            for node in nodes.dropLast() {
                let split = steps.count
                steps.append(.match)
                try add(node, column: column)
                ends.append(steps.count)
                steps.append(.match)
                steps[split] = .split(split + 1, steps.count)
            }
            try add(nodes[nodes.count - 1], column: column)
            for end in ends { steps[end] = .jump(steps.count) }
        case .repeated(let node, let least, let most):
            for _ in 0..<least { try add(node, column: column) }
            guard let most else {
                let split = steps.count
                steps.append(.match)
                try add(node, column: column)
                steps.append(.jump(split))
                steps[split] = .split(split + 1, steps.count)
                return
            }
            for _ in least..<most {
                let split = steps.count
                steps.append(.match)
                try add(node, column: column)
                steps[split] = .split(split + 1, steps.count)
            }
        }
    }

    /// Steps that can be reached from one without a character, edges taken for granted.
    private func closure(of step: Int) -> Set<Int> {
        var (reached, waiting): (Set<Int>, [Int]) = ([], [step])
        while let step = waiting.popLast() {
            guard reached.insert(step).inserted else { continue }
            switch steps[step] {
            case .edge: waiting.append(step + 1)
            case .jump(let target): waiting.append(target)
            case .split(let first, let second): waiting += [first, second]
            case .one, .match: break
            }
        }
        return reached
    }

    /// The match that begins first, and of those the longest; whole characters, never empty.
    func firstMatch(in bytes: UnsafeBufferPointer<UInt8>, within range: Range<Int>) -> Range<Int>? {
        var threads = Threads(count: steps.count)
        var next = Threads(count: steps.count)
        var found: Range<Int>?
        var position = range.lowerBound
        while position <= range.upperBound {
            if threads.isEmpty {
                if found != nil { return found }
                while position < range.upperBound, !firstBytes[Int(bytes[position])] { position += 1 }
                if position == range.upperBound { return nil }
            }
            // Threads stand in the order of their starts: the new one comes last, and an older one wins its step.
            if found == nil { follow(0, start: position, at: position, bytes, into: &threads) }
            let isAtEnd = position == range.upperBound
            let (scalar, length) = isAtEnd ? (0, 1) : Self.scalar(at: position, bytes)
            for index in 0..<threads.count {
                let (step, start) = threads[index]
                if let found, start > found.lowerBound { break }
                switch steps[step] {
                case .match: if start < position { found = start..<position }
                case .one(let set):
                    if !isAtEnd, set.contains(scalar), position + length <= range.upperBound {
                        follow(step + 1, start: start, at: position + length, bytes, into: &next)
                    }
                case .edge, .jump, .split: break
                }
            }
            swap(&threads, &next)
            next.removeAll()
            position += length
        }
        return found
    }

    private func follow(
        _ first: Int, start: Int, at position: Int, _ bytes: UnsafeBufferPointer<UInt8>, into threads: inout Threads
    ) {
        var waiting = [first]
        while let step = waiting.popLast() {
            guard threads.insert(step, start: start) else { continue }
            switch steps[step] {
            case .jump(let target): waiting.append(target)
            case .split(let first, let second): waiting += [second, first]
            case .edge(let edge): if Self.holds(edge, at: position, bytes) { waiting.append(step + 1) }
            case .one, .match: break
            }
        }
    }

    private static func holds(_ edge: PatternNode.Edge, at position: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let before = position > 0 ? bytes[position - 1] : 0x0A
        let after = position < bytes.count ? bytes[position] : 0x0A
        return switch edge {
        case .lineStart: before == 0x0A
        case .lineEnd: after == 0x0A
        case .word: Byte.isWord(before) != Byte.isWord(after)
        case .noWord: Byte.isWord(before) == Byte.isWord(after)
        }
    }

    /// The character at a position of valid UTF-8, and its bytes.
    private static func scalar(at position: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> (UInt32, Int) {
        let first = bytes[position]
        if first < 0x80 { return (UInt32(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        var value = UInt32(first & (0x7F >> UInt8(length)))
        for byte in bytes[min(position + 1, bytes.count)..<min(position + length, bytes.count)] {
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return (value, length)
    }
}

/// The steps a machine is in, each once, with where in the text its way began.
private struct Threads {
    private var steps: [Int]
    private var starts: [Int]
    private var places: [Int]
    private(set) var count = 0

    init(count: Int) {
        steps = [Int](repeating: 0, count: count)
        starts = steps
        places = steps
    }

    var isEmpty: Bool { count == 0 }

    subscript(index: Int) -> (step: Int, start: Int) { (steps[index], starts[index]) }

    /// - Returns: whether the step was not there yet.
    mutating func insert(_ step: Int, start: Int) -> Bool {
        if places[step] < count, steps[places[step]] == step { return false }
        (places[step], steps[count], starts[count]) = (count, step, start)
        count += 1
        return true
    }

    mutating func removeAll() { count = 0 }
}
