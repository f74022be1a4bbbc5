import JSONText

/// Where the values of a JSON or JSON5 text stand, byte by byte, so that one can be changed and everything else left
/// as a person wrote it.
struct JSONSourceMap {
    indirect enum Kind {
        case object([Member])
        case array([Node])
        case scalar(JSON)
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

        var value: JSON {
            switch kind {
            case .object(let members):
                .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: $0.value.value) }))
            case .array(let elements): .array(elements.map(\.value))
            case .scalar(let value): value
            }
        }

        /// Where a step leads: the place among the children, and the child. The last of equal keys counts.
        func child(_ step: ConfigStep) -> (index: Int, node: Node)? {
            switch step {
            case .key(let key):
                guard let members, let index = members.lastIndex(where: { $0.key == key }) else { return nil }
                return (index, members[index].value)
            case .index(let index):
                guard let elements, elements.indices.contains(index) else { return nil }
                return (index, elements[index])
            }
        }
    }

    struct Member {
        let key: String
        let value: Node
        let range: Range<Int>
    }

    let bytes: [UInt8]
    let isStrict: Bool
    let root: Node

    /// - Parameter isStrict: only plain JSON has a map; else JSON5.
    init(_ bytes: [UInt8], isStrict: Bool) throws(NotEditable) {
        if isStrict {
            do throws(JSONSyntaxError) {
                _ = try JSON(parsing: bytes)
            } catch {
                throw NotEditable(reason: "it is not plain JSON: \(error)")
            }
        }
        var scanner = JSON5Scanner(bytes: bytes, position: hasByteOrderMark(bytes) ? 3 : 0)
        root = try scanner.document()
        self.bytes = bytes
        self.isStrict = isStrict
    }

    func node(at path: ConfigPath) -> Node? {
        path.reduce(root as Node?) { node, step in node?.child(step)?.node }
    }
}

/// White space as JSON knows it.
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
