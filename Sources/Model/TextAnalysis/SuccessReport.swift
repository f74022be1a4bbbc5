/// Whether a person says that something works again: “works now”, “that fixed it”, “好了”. Rather not than wrongly.
package enum SuccessReport {
    /// Only the beginning is read: whoever reports a success says so first.
    private static let readBytes = 240

    package static func isSaid(in message: String) -> Bool {
        let source = ByteText(bytes: Array(message.utf8.prefix(readBytes)))
        var start = 0
        while start < source.count {
            let end = clauseEnd(in: source, from: start)
            if isSaid(in: ByteText(bytes: Array(source.bytes[start..<end.mark]))), !end.isQuestion { return true }
            start = end.next
        }
        return false
    }

    private static func isSaid(in clause: ByteText) -> Bool {
        let text = " " + String(decoding: clause.bytes, as: UTF8.self).lowercased().onOneLine + " "
        let body = ByteText(text)
        if doubts.contains(where: { body.first($0) != nil }) { return false }
        if reports.contains(where: { body.first($0) != nil }) { return true }
        return openings.contains { body.starts(with: $0, at: 0) }
    }

    /// A clause ends with a sentence or a comma; a question says nothing.
    private static func clauseEnd(in source: ByteText, from start: Int) -> (mark: Int, next: Int, isQuestion: Bool) {
        var index = start
        while index < source.count {
            switch source.bytes[index] {
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: ","), UInt8(ascii: ";"), 0x0A:
                return (index, index + 1, false)
            case UInt8(ascii: "?"): return (index, index + 1, true)
            case 0xE3 where source.starts(with: "。", at: index): return (index, index + 3, false)
            case 0xEF where source.starts(with: "，", at: index) || source.starts(with: "！", at: index):
                return (index, index + 3, false)
            case 0xEF where source.starts(with: "？", at: index): return (index, index + 3, true)
            default: index += 1
            }
        }
        return (source.count, source.count, false)
    }

    /// A clause with one of these says that it does not work, or when it would.
    private static let doubts: [StaticString] = [
        " not ", "n't ", "n’t ", "nt work", " still ", " if ", " when ", " once ", " until ", " unless ", " should ",
        " make sure ",
        " please ", " can you ", " could you ", " why ", " how ", " never ", " only ", " except ", " does it ",
        " is it ",
        " want ", " need ", "没有好", "没好", "还没", "未", "不", "如果", "吗", "怎么", "为什么", "等", "才", "希望", "请", "最好", "准备",
    ]
    private static let reports: [StaticString] = [
        " works now ", " it works ", " that works ", " works again ", " working now ", " working again ",
        " works fine ",
        " that worked ", " that fixed it ", " fixed it ", " is fixed ", " it's fixed ", " fixed now ",
        " fixed the error ",
        " that did it ", " did the trick ", " problem solved ", " that solved it ", " solved it ", " is solved ",
        " is gone ",
        " passes now ", " pass now ", " passing now ", " all green ", " green now ", " no more errors ",
        " resolved now ",
        " is resolved ", " builds now ", " runs now ", " compiles now ", " starts now ",
        "好了", "可以了", "解决了", "成功了", "没问题了", "通过了", "正常了", "搞定", "能用了", "跑通了",
    ]
    /// As the first words of a clause.
    private static let openings: [StaticString] = [
        " fixed ", " solved ", " resolved ", " works ", " worked ", " now it works ", " perfect ",
    ]
}
