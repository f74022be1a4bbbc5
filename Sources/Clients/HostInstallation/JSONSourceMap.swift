import JSONText

/// Where the values of a JSON text stand, byte by byte, so that one can be changed and everything else left as a
/// person wrote it.
struct JSONSourceMap {
    indirect enum Kind {
        case object([Member])
        case array([Node])
        case scalar
    }

    struct Node {
        let range: Range<Int>
        let kind: Kind

        var members: [Member]? {
            if case .object(let members) = kind { members } else { nil }
        }

        var elements: [Node]? {
            if case .array(let elements) = kind { elements } else { nil }
        }

        /// The ranges of members (with their keys) or elements.
        var children: [Range<Int>] {
            switch kind {
            case .object(let members): members.map(\.range)
            case .array(let elements): elements.map(\.range)
            case .scalar: []
            }
        }
    }

    struct Member {
        let key: String
        let value: Node
        let range: Range<Int>
    }

    let bytes: [UInt8]
    let root: Node

    /// Only strict JSON has a map: comments and trailing commas would have to be understood to be kept.
    init(_ bytes: [UInt8]) throws(NotEditable) {
        do throws(JSONSyntaxError) {
            _ = try JSON(parsing: bytes)
        } catch {
            throw NotEditable(reason: "it is not plain JSON: \(error)")
        }
        var scanner = Scanner(bytes: bytes)
        self.bytes = bytes
        root = scanner.node()
    }

    func value(_ node: Node) -> JSON {
        (try? JSON(parsing: Array(bytes[node.range]))) ?? .null
    }

    /// Walks over text that is known to be valid.
    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        mutating func node() -> Node {
            skipBlanks()
            let start = position
            switch bytes[position] {
            case UInt8(ascii: "{"): return Node(range: start..<start, kind: .object(members())).ending(at: position)
            case UInt8(ascii: "["): return Node(range: start..<start, kind: .array(elements())).ending(at: position)
            case UInt8(ascii: "\""): skipString()
            default: while position < bytes.count, !endsScalar(bytes[position]) { position += 1 }
            }
            return Node(range: start..<position, kind: .scalar)
        }

        private mutating func members() -> [Member] {
            var members: [Member] = []
            position += 1
            while true {
                skipBlanks()
                if bytes[position] == UInt8(ascii: "}") { break }
                if bytes[position] == UInt8(ascii: ",") {
                    position += 1
                    continue
                }
                let start = position
                skipString()
                let key = (try? JSON(parsing: Array(bytes[start..<position])))?.string ?? ""
                skipBlanks()
                position += 1
                let value = node()
                members.append(Member(key: key, value: value, range: start..<position))
            }
            position += 1
            return members
        }

        private mutating func elements() -> [Node] {
            var elements: [Node] = []
            position += 1
            while true {
                skipBlanks()
                if bytes[position] == UInt8(ascii: "]") { break }
                if bytes[position] == UInt8(ascii: ",") {
                    position += 1
                    continue
                }
                elements.append(node())
            }
            position += 1
            return elements
        }

        private mutating func skipString() {
            position += 1
            while bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            position += 1
        }

        private mutating func skipBlanks() {
            while position < bytes.count, isBlank(bytes[position]) { position += 1 }
        }

        private func endsScalar(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") || isBlank(byte)
        }
    }
}

extension JSONSourceMap.Node {
    fileprivate func ending(at end: Int) -> JSONSourceMap.Node {
        JSONSourceMap.Node(range: range.lowerBound..<end, kind: kind)
    }
}

/// White space as JSON knows it.
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
