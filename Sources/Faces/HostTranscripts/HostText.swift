import JSONText

/// What hosts wrap around text and how it comes off again: injected blocks, envelopes, content blocks. Purely textual
/// and by exact marker; it never guesses what a sentence means.
enum HostText {
    /// Longest tool output kept, in characters.
    static let outputLimit = 4000

    /// Tags around text that no user wrote, whatever the host. Our own memory comes first: it must never be
    /// remembered again.
    static let injectedTags = [
        "memos_memory", "memos_context", "memory-context", "hook_context", "system-reminder", "system_reminder",
        "environment_context", "environment_details", "user-prompt-submit-hook", "ide_selection", "ide_opened_file",
        "local-command-stdout", "local-command-stderr", "local-command-caveat", "task-notification",
        "session_context",
    ]

    /// A user's text without what was put into it.
    static func user(_ text: String, removing extra: [String] = []) -> String {
        withoutBlocks(text, tags: extra.isEmpty ? injectedTags : injectedTags + extra).trimmed
    }

    /// The text without `<tag …>…</tag>` of the given names. An unclosed tag stays.
    static func withoutBlocks(_ text: String, tags: [String]) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var position = 0
        var removed = false
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"),
                let end = tags.lazy.compactMap({ block($0, in: bytes, at: position)?.whole.upperBound }).first
            {
                position = end
                removed = true
            } else {
                kept.append(bytes[position])
                position += 1
            }
        }
        return removed ? String(decoding: kept, as: UTF8.self) : text
    }

    /// What stands between the first `<tag>` and its end.
    static func inner(_ tag: String, of text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return nil }
        let bytes = Array(text.utf8)
        for position in bytes.indices where bytes[position] == UInt8(ascii: "<") {
            if let found = block(tag, in: bytes, at: position) {
                return String(decoding: bytes[found.inner], as: UTF8.self).trimmed
            }
        }
        return nil
    }

    /// Whether the whole text is one block `<name>…</name>`, as hosts write context into the user's role.
    static func isWrapped(_ text: String) -> Bool {
        let bytes = Array(text.trimmed.utf8)
        guard bytes.first == UInt8(ascii: "<") else { return false }
        let name = bytes.dropFirst().prefix { isNameByte($0) }
        guard !name.isEmpty,
            let found = block(String(decoding: name, as: UTF8.self), in: bytes, at: 0, lastEnd: true)
        else { return false }
        return found.whole.upperBound == bytes.count
    }

    /// The text shortened to the limit, keeping head and tail and saying how much is gone.
    static func capped(_ text: String, limit: Int = outputLimit) -> String {
        guard text.utf8.count > limit else { return text }
        let scalars = text.unicodeScalars
        let count = scalars.count
        guard count > limit else { return text }
        let room = limit - 48
        let head = room * 5 / 8
        var result = String(scalars.prefix(head))
        result += "\n… [\(count - room) characters left out] …\n"
        result += String(scalars.suffix(room - head))
        return result
    }

    /// Text of a content value: a string, or a list of blocks. `isText` picks the blocks by their type.
    static func text(of content: JSON?, isText: (String?) -> Bool = isPlainText) -> String {
        switch content {
        case .string(let text): return text
        case .array(let blocks):
            if blocks.count == 1, let text = blockText(blocks[0], isText) { return text }
            let texts = blocks.compactMap { blockText($0, isText) }.filter { !$0.isEmpty }
            if texts.isEmpty, blocks.contains(where: isImage) { return "[image]" }
            return texts.joined(separator: "\n\n")
        case .object: return blockText(content, isText) ?? ""
        default: return ""
        }
    }

    static func isPlainText(_ type: String?) -> Bool {
        switch type {
        case nil, "text", "input_text", "output_text": true
        default: false
        }
    }

    private static func isImage(_ block: JSON) -> Bool {
        block["type"]?.string.map { $0.hasPrefix("image") || $0 == "input_image" } ?? false
    }

    private static func blockText(_ block: JSON?, _ isText: (String?) -> Bool) -> String? {
        if let text = block?.string { return text }
        guard let object = block?.object, isText(object["type"]?.string) else { return nil }
        return object["text"]?.string
    }

    /// A tool's result in whatever shape, as capped text.
    static func output(_ value: JSON?) -> String? {
        flattened(value).map { capped($0) }
    }

    private static func flattened(_ value: JSON?) -> String? {
        switch value {
        case nil, .null: return nil
        case .string(let text): return text
        case .array(let blocks):
            return blocks.compactMap(flattened).joined(separator: "\n")
        case .object(let object):
            if isImage(.object(object)) { return "[image]" }
            for key in ["text", "output", "content", "error", "message"] {
                if let inner = object[key], !inner.isNull { return flattened(inner) }
            }
            return object.members.isEmpty ? nil : value?.text
        case .some(let value): return value.text
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func block(
        _ tag: String, in bytes: [UInt8], at position: Int, lastEnd: Bool = false
    ) -> (whole: Range<Int>, inner: Range<Int>)? {
        var index = position + 1
        for byte in tag.utf8 {
            guard index < bytes.count, bytes[index] == byte else { return nil }
            index += 1
        }
        guard index < bytes.count, !isNameByte(bytes[index]),
            let open = bytes[index...].firstIndex(of: UInt8(ascii: ">"))
        else { return nil }
        let close = Array("</\(tag)>".utf8)
        let found = lastEnd ? bytes.lastRange(of: close, from: open + 1) : bytes.firstRange(of: close, from: open + 1)
        guard let found else { return nil }
        return (position..<found.upperBound, open + 1..<found.lowerBound)
    }
}

extension [UInt8] {
    func firstRange(of needle: [UInt8], from: Int) -> Range<Int>? {
        var position = from
        while position + needle.count <= count {
            guard let next = self[position...].firstIndex(of: needle[0]), next + needle.count <= count else {
                return nil
            }
            if self[next..<next + needle.count].elementsEqual(needle) { return next..<next + needle.count }
            position = next + 1
        }
        return nil
    }

    func lastRange(of needle: [UInt8], from: Int) -> Range<Int>? {
        var position = count - needle.count
        while position >= from {
            if self[position..<position + needle.count].elementsEqual(needle) {
                return position..<position + needle.count
            }
            position -= 1
        }
        return nil
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }) else { return "" }
        guard let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return "" }
        if first == bytes.startIndex, bytes.index(after: last) == bytes.endIndex { return self }
        return String(self[first..<bytes.index(after: last)])
    }
}
