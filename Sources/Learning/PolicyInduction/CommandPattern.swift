import StepReading

/// A command that stands for several (their least general generalization: Plotkin 1970, Reynolds 1970): what agrees is
/// literal, what differs is a hole with the value that each of them has there.
struct CommandPattern {
    enum Part: Equatable {
        case literal(String)
        case hole(before: String, values: [Int: String], after: String, flag: String?)
    }

    var parts: [Part]

    /// - Parameter commands: of one stem, by member.
    init(_ commands: [(member: Int, action: CourseAction)]) {
        let count = commands.count
        guard count > 1, let first = commands.first else {
            parts = (commands.first?.action.words ?? []).map(Part.literal)
            return
        }
        let isFile = first.action.form != .shell
        let isInstall = [.installPackage, .installSystemPackage].contains(first.action.kind)
        let aligned = Alignment(commands.map(\.action.words)) { Self.weight($0, $1) }
        let needed = Majority.of(count)
        parts = []
        var run: [[Int: String]] = []
        var flag: String?
        func close(_ parts: inout [Part]) {
            parts += Self.holes(run, members: commands.map(\.member), needed: needed, isInstall: isInstall, flag: flag)
            if isFile { parts = parts.map(Self.wholeFile) }
            run = []
        }
        for column in aligned.columns {
            let tokens = column.elements
            let distinct = Set(tokens.values)
            if distinct.count == 1, let word = distinct.first, tokens.count >= needed {
                close(&parts)
                parts.append(.literal(word))
                flag = word.hasPrefix("-") ? word : nil
            } else if distinct.allSatisfy({ $0.hasPrefix("-") }) {
                close(&parts)
                guard tokens.count >= needed, let valued = Self.valuedFlag(tokens, members: commands.map(\.member))
                else {
                    continue
                }
                parts.append(valued)
                flag = nil
            } else {
                run.append(Dictionary(uniqueKeysWithValues: tokens.map { (commands[$0.key].member, $0.value) }))
            }
        }
        close(&parts)
    }

    /// Words that differ, side by side: as many holes as each member has words there, one where they have not equally many.
    private static func holes(
        _ run: [[Int: String]], members: [Int], needed: Int, isInstall: Bool, flag: String?
    ) -> [Part] {
        guard !run.isEmpty else { return [] }
        if !isInstall, run.count > 1, run.allSatisfy({ $0.count == members.count }) {
            return run.enumerated().map { hole(of: $1, flag: $0 == 0 ? flag : nil) }
        }
        var values: [Int: String] = [:]
        for member in members {
            let words = run.compactMap { $0[member] }
            if !words.isEmpty { values[member] = words.joined(separator: " ") }
        }
        guard values.count >= needed else { return [] }
        if isInstall || run.count > 1 { return [.hole(before: "", values: values, after: "", flag: flag)] }
        return [hole(of: values, flag: flag)]
    }

    /// Of files that agree in no more than their type the whole name differs.
    private static func wholeFile(_ part: Part) -> Part {
        guard case .hole(let before, let values, let after, let flag) = part, !before.contains("/") else { return part }
        return .hole(before: "", values: values.mapValues { before + $0 + after }, after: "", flag: flag)
    }

    /// What of the words agrees at their beginning and end stays: `tests/test_<name>.py`, `"import <module>"`.
    private static func hole(of values: [Int: String], flag: String?) -> Part {
        let split = values.mapValues(pieces)
        guard let shortest = split.values.map(\.count).min(), let first = split[split.keys.min() ?? 0] else {
            return .hole(before: "", values: values, after: "", flag: flag)
        }
        var before = 0
        while before < shortest - 1, split.values.allSatisfy({ $0[before] == first[before] }) { before += 1 }
        var after = 0
        while after < shortest - 1 - before,
            split.values.allSatisfy({ $0[$0.count - 1 - after] == first[first.count - 1 - after] })
        { after += 1 }
        // A separator alone at the border belongs to what is left of the word.
        let head = first[..<before].joined()
        let tail = first[(first.count - after)...].joined()
        let middle = split.mapValues { $0[before..<($0.count - after)].joined() }
        guard Set(middle.values).count > 1, middle.values.allSatisfy({ !$0.isEmpty }) else {
            return .hole(before: "", values: values, after: "", flag: flag)
        }
        return .hole(before: head, values: middle, after: tail, flag: flag)
    }

    /// `--port=8080` and `--port=3000`; `nil` for flags that differ by name.
    private static func valuedFlag(_ tokens: [Int: String], members: [Int]) -> Part? {
        let halves = tokens.mapValues { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let names = Set(halves.values.compactMap(\.first))
        guard names.count == 1, let name = names.first, halves.values.allSatisfy({ $0.count == 2 }) else { return nil }
        let values = Dictionary(uniqueKeysWithValues: halves.map { (members[$0.key], $0.value[1]) })
        return .hole(before: name + "=", values: values, after: "", flag: name)
    }

    /// Runs of letters and digits, and single other characters; a version is one piece.
    private static func pieces(_ word: String) -> [String] {
        let characters = Array(word)
        var pieces: [String] = []
        var piece = ""
        for (place, character) in characters.enumerated() {
            let isPoint =
                character == "." && place > 0 && place + 1 < characters.count
                && characters[place - 1].isNumber && characters[place + 1].isNumber
            if character.isLetter || character.isNumber || isPoint {
                piece.append(character)
            } else {
                if !piece.isEmpty { pieces.append(piece) }
                pieces.append(String(character))
                piece = ""
            }
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    private static func weight(_ a: String, _ b: String) -> Double {
        if a == b { return 3 }
        let (aIsFlag, bIsFlag) = (a.hasPrefix("-"), b.hasPrefix("-"))
        if aIsFlag != bIsFlag { return 0 }
        if aIsFlag {
            guard let end = a.firstIndex(of: "="), b.hasPrefix(a[...end]) else { return 0 }
            return 1.5
        }
        return WordShape(a) == WordShape(b) ? 1 : 0.5
    }
}

/// What a word looks like, by which it is named and told from its neighbours.
enum WordShape: Equatable {
    case url, version, number, path, script, scopedName, name

    init(_ word: String) {
        let bare = word.filter { $0 != "'" && $0 != "\"" }
        if bare.contains("://") {
            self = .url
        } else if !bare.isEmpty, bare.allSatisfy(\.isNumber) {
            self = .number
        } else if Self.isVersion(bare) {
            self = .version
        } else if bare.contains(" ") {
            self = .script
        } else if bare.hasPrefix("@"), bare.contains("/") {
            self = .scopedName
        } else if bare.contains("/") || Self.hasExtension(bare) {
            self = .path
        } else {
            self = .name
        }
    }

    private static func isVersion(_ word: String) -> Bool {
        let digits = word.hasPrefix("v") ? word.dropFirst() : word[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 && (parts.first?.allSatisfy(\.isNumber) ?? false) && parts.first != ""
            && parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
            && (parts.last?.first?.isNumber ?? false)
    }

    private static func hasExtension(_ word: String) -> Bool {
        guard let dot = word.lastIndex(of: "."), dot > word.startIndex else { return false }
        let end = word[word.index(after: dot)...]
        return (1...5).contains(end.count) && end.allSatisfy { $0.isLetter || $0.isNumber }
    }
}
