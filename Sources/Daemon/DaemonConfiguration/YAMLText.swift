import Yams

/// Reads YAML into nodes with places. The only file that knows the YAML library.
///
/// Scalars stay texts: what `true` or `5` means is decided by the option that is being set, not by YAML's guesses.
enum YAMLText {
    /// More nodes than any configuration has; aliases could otherwise multiply a small file without end.
    static let maximumNodes = 20_000

    /// `nil` for a text without content.
    static func parse(_ text: String) throws(ConfigProblem) -> ConfigNode? {
        // The parser would count a byte order mark as a column of the first line.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { return nil }
            var budget = maximumNodes
            return try node(root, budget: &budget)
        } catch let problem as ConfigProblem {
            throw problem
        } catch {
            throw problem(for: error, in: text)
        }
    }

    private static func node(_ node: Node, budget: inout Int) throws(ConfigProblem) -> ConfigNode {
        budget -= 1
        if budget < 0 { throw ConfigProblem(message: "the file has more than \(maximumNodes) values") }
        let place = place(node.mark)
        switch node {
        case .scalar(let scalar):
            return ConfigNode(content: .scalar(scalar.string, isPlain: scalar.style == .plain), place: place)
        case .sequence(let sequence):
            var items: [ConfigNode] = []
            for item in sequence { items.append(try self.node(item, budget: &budget)) }
            return ConfigNode(content: .list(items), place: place)
        case .mapping(let mapping):
            var entries: [ConfigNode.Entry] = []
            for (key, value) in mapping {
                entries.append(
                    ConfigNode.Entry(
                        key: try self.node(key, budget: &budget), value: try self.node(value, budget: &budget)))
            }
            return ConfigNode(content: .section(entries), place: place)
        case .alias:
            throw ConfigProblem(place: place, message: "aliases (*name) are not supported here")
        }
    }

    private static func place(_ mark: Mark?) -> ConfigNode.Place {
        ConfigNode.Place(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private static func problem(for error: any Error, in text: String) -> ConfigProblem {
        guard let error = error as? YamlError else { return ConfigProblem(message: "not YAML") }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = place(mark)
            if let tab = tabIndentation(in: text, near: place.line) {
                return ConfigProblem(place: tab, message: "a tab indents this line; YAML wants spaces")
            }
            let around = context.map { ", \($0.text) that begins in line \($0.mark.line)" } ?? ""
            return ConfigProblem(place: place, message: "not YAML: \(problem)\(around)")
        case .duplicatedKeysInMapping(let names, let context):
            let name = names.first ?? ""
            let place = repeated(name, in: text, from: context.mark.line) ?? place(context.mark)
            return ConfigProblem(key: name, place: place, message: "\(name) is there twice; remove one of the two")
        case .reader(let problem, _, _, _):
            return ConfigProblem(message: "not YAML: \(problem)")
        default:
            return ConfigProblem(message: "not YAML")
        }
    }

    /// The parser notices a tab up to a line late.
    private static func tabIndentation(in text: String, near line: Int) -> ConfigNode.Place? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for number in [line, line - 1, line + 1] where lines.indices.contains(number - 1) {
            let indentation = lines[number - 1].prefix { $0 == " " || $0 == "\t" }
            guard indentation.count < lines[number - 1].count, let tab = indentation.firstIndex(of: "\t") else {
                continue
            }
            return ConfigNode.Place(
                line: number, column: indentation.distance(from: indentation.startIndex, to: tab) + 1)
        }
        return nil
    }

    /// The second line that gives `name` a value with the indentation of the first.
    private static func repeated(_ name: String, in text: String, from line: Int) -> ConfigNode.Place? {
        var column: Int?
        for (index, text) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where index + 1 >= line {
            let indentation = text.prefix { $0 == " " }.count
            guard text.dropFirst(indentation).hasPrefix(name + ":") else { continue }
            if column == indentation { return ConfigNode.Place(line: index + 1, column: indentation + 1) }
            column = column ?? indentation
        }
        return nil
    }
}
