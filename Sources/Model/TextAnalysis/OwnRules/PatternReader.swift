/// Reads an expression: characters, `.`, classes, `\d \w \s \b` and their opposites, `^ $` of lines, groups, `|`, and the
/// repetitions `* + ? {m} {m,} {m,n}`. What cannot be matched in one pass, back references and look-around, is refused.
struct PatternReader {
    private let text: [Unicode.Scalar]
    private let ignoresCase: Bool
    private let column: Int
    private var position = 0
    private var depth = 0

    static func read(_ text: Substring, ignoresCase: Bool, column: Int) throws(PatternFault) -> PatternNode {
        var reader = PatternReader(text, ignoresCase: ignoresCase, column: column)
        let node = try reader.either()
        if reader.peek != nil { throw reader.fault("has a ) without its (") }
        return node
    }

    private init(_ text: Substring, ignoresCase: Bool, column: Int) {
        self.text = Array(text.unicodeScalars)
        self.ignoresCase = ignoresCase
        self.column = column
    }

    private var peek: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private func fault(_ reason: String, back: Int = 0) -> PatternFault {
        PatternFault(column: column + max(0, position - back), reason: reason)
    }

    private mutating func either() throws(PatternFault) -> PatternNode {
        var choices = [try sequence()]
        while take("|") { choices.append(try sequence()) }
        return choices.count == 1 ? choices[0] : .either(choices)
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = peek, next != "|", next != ")" { nodes.append(try repetition()) }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repetition() throws(PatternFault) -> PatternNode {
        let node = try item()
        var bounds: (least: Int, most: Int?)?
        switch peek {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{": bounds = try counts()
        default: return node
        }
        position += 1
        // Lazy repetition finds the same places here: always the longest match is taken out.
        _ = take("?")
        if let next = peek, "*+?{".unicodeScalars.contains(next) { throw fault("repeats a repetition") }
        if case .edge = node { throw fault("repeats what has no length", back: 1) }
        return .repeated(node, least: bounds?.least ?? 0, most: bounds?.most)
    }

    /// The numbers of `{m,n}`; stays before the closing brace.
    private mutating func counts() throws(PatternFault) -> (least: Int, most: Int?) {
        position += 1
        guard let least = number() else { throw fault("needs a number after {; a brace itself is \\{") }
        var most: Int? = least
        if take(",") { most = peek == "}" ? nil : number() ?? -1 }
        guard peek == "}" else { throw fault("needs a } here") }
        if let most, most < least || most == 0 { throw fault("has an empty range of repetitions") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let start = position
        while let next = peek, ("0"..."9").contains(next), position - start < 4 { position += 1 }
        return Int(String(String.UnicodeScalarView(text[start..<position])))
    }

    private mutating func item() throws(PatternFault) -> PatternNode {
        guard let next = peek else { throw fault("ends too early") }
        position += 1
        switch next {
        case "(": return try group()
        case "[": return .one(try characters())
        case ".": return .one(.any)
        case "^": return .edge(.lineStart)
        case "$": return .edge(.lineEnd)
        case "\\": return try escape()
        case "*", "+", "?", "{": throw fault("has nothing before \(next) to repeat", back: 1)
        default: return .one(single(next))
        }
    }

    private mutating func group() throws(PatternFault) -> PatternNode {
        let opening = position
        if take("?") {
            guard take(":") else { throw fault("has look-around or a flag, which rules do not know; (?:…) groups") }
        }
        depth += 1
        guard depth <= 20 else { throw fault("has too many groups in each other") }
        let node = try either()
        depth -= 1
        guard take(")") else { throw PatternFault(column: column + opening - 1, reason: "has a ( without its )") }
        return node
    }

    private mutating func escape() throws(PatternFault) -> PatternNode {
        switch peek {
        case "b": position += 1; return .edge(.word)
        case "B": position += 1; return .edge(.noWord)
        default: return .one(try escaped())
        }
    }

    /// What stands after a backslash, in a class or outside.
    private mutating func escaped() throws(PatternFault) -> ScalarSet {
        guard let next = peek else { throw fault("ends with a \\", back: 1) }
        position += 1
        var set: ScalarSet
        switch next {
        case "d", "D": set = .digits
        case "w", "W": set = .word
        case "s", "S": set = .space
        case "n": return ScalarSet([0x0A...0x0A])
        case "r": return ScalarSet([0x0D...0x0D])
        case "t": return ScalarSet([0x09...0x09])
        case "1"..."9": throw fault("has a back reference, which rules do not know", back: 2)
        case "a"..."z", "A"..."Z", "0": throw fault("has \\\(next), which means nothing here", back: 2)
        default: return ScalarSet([next.value...next.value])
        }
        set.isNegated = ("A"..."Z").contains(next)
        return set
    }

    private mutating func characters() throws(PatternFault) -> ScalarSet {
        let opening = position
        var set = ScalarSet()
        let isNegated = take("^")
        var isFirst = true
        while let next = peek, isFirst || next != "]" {
            isFirst = false
            position += 1
            if next == "\\" {
                set.formUnion(try escaped())
            } else if peek == "-", position + 1 < text.count, text[position + 1] != "]" {
                let last = text[position + 1]
                position += 2
                if last == "\\" { throw fault("has a range that ends with a \\", back: 1) }
                guard next <= last else { throw fault("has a range that goes backwards", back: 3) }
                set.insert(next.value...last.value, ignoresCase: ignoresCase)
            } else {
                set.insert(next.value...next.value, ignoresCase: ignoresCase)
            }
        }
        guard take("]") else { throw PatternFault(column: column + opening - 1, reason: "has a [ without its ]") }
        set.isNegated = isNegated
        return set
    }

    private func single(_ scalar: Unicode.Scalar) -> ScalarSet {
        var set = ScalarSet()
        set.insert(scalar.value...scalar.value, ignoresCase: ignoresCase)
        return set
    }
}
