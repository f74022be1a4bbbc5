/// The difference of two texts, line by line, as people know it from `diff -u`.
package enum LineDiff {
    private static let context = 3

    package static func text(from old: String, to new: String, name: String) -> String {
        let before = lines(old)
        let after = lines(new)
        if before == after { return "" }
        var text = "--- \(name)\n+++ \(name)\n"
        for hunk in hunks(script(before, after)) {
            let removed = hunk.lines.count { $0.mark != "+" }
            let added = hunk.lines.count { $0.mark != "-" }
            // An empty side is numbered by the line before it.
            let oldStart = removed == 0 ? hunk.oldStart - 1 : hunk.oldStart
            let newStart = added == 0 ? hunk.newStart - 1 : hunk.newStart
            text += "@@ -\(oldStart),\(removed) +\(newStart),\(added) @@\n"
            for line in hunk.lines { text += "\(line.mark)\(line.text)\n" }
        }
        return text
    }

    private struct Line {
        let mark: Character
        let text: Substring
    }

    private struct Hunk {
        var oldStart: Int
        var newStart: Int
        var lines: [Line] = []
    }

    private static func lines(_ text: String) -> [Substring] {
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func script(_ before: [Substring], _ after: [Substring]) -> [Line] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var script: [Line] = []
        var (old, new) = (0, 0)
        while old < before.count || new < after.count {
            if removed.contains(old), old < before.count {
                script.append(Line(mark: "-", text: before[old]))
                old += 1
            } else if inserted.contains(new), new < after.count {
                script.append(Line(mark: "+", text: after[new]))
                new += 1
            } else {
                script.append(Line(mark: " ", text: before[old]))
                old += 1
                new += 1
            }
        }
        return script
    }

    /// Changes with a few lines around them; those close together share a hunk.
    private static func hunks(_ script: [Line]) -> [Hunk] {
        var hunks: [Hunk] = []
        var (old, new) = (1, 1)
        var isInside = false
        for (index, line) in script.enumerated() {
            let around = script[max(0, index - context)...min(script.count - 1, index + context)]
            let isNear = around.contains { $0.mark != " " }
            if isNear, !isInside { hunks.append(Hunk(oldStart: old, newStart: new)) }
            if isNear { hunks[hunks.count - 1].lines.append(line) }
            isInside = isNear
            if line.mark != "+" { old += 1 }
            if line.mark != "-" { new += 1 }
        }
        return hunks
    }
}
