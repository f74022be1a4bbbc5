import BinaryText
import JSONText
import Signing

/// A file of a skill beside its `SKILL.md`.
package struct SharedFile: Sendable, Equatable {
    /// Relative to the skill's folder, as `StatementRules.isFilePath` wants it.
    package var path: String
    package var content: [UInt8]

    package init(path: String, content: [UInt8]) {
        self.path = path
        self.content = content
    }

    static func list(_ reader: StatementReader) throws(StatementFault) -> [SharedFile] {
        var files: [SharedFile] = []
        for (index, value) in try reader.array("files", counts: 0...200).enumerated() {
            let part = try StatementReader(value, place: "files[\(index)]", required: ["path", "content"])
            let path = try part.text("path", bytes: 1...255)
            guard StatementRules.isFilePath(path) else { throw part.fault("path", "a path inside the folder") }
            guard let content = part["content"]?.string.flatMap({ Base64.bytes(of: $0) }) else {
                throw part.fault("content", "base 64")
            }
            files.append(SharedFile(path: path, content: content))
        }
        guard Set(files.map { Array($0.path.utf8) }).count == files.count else {
            throw reader.fault("files", "of different paths")
        }
        return files
    }

    var json: JSON { ["path": .string(path), "content": .string(Base64.text(of: content))] }
}

/// What its maker's home learned about an item. Told, never taken over: a home makes its own trials.
package struct SharedEvidence: Sendable, Equatable {
    /// How many episodes stand for it.
    package var support: Int64
    /// Thousandths of value, may be negative.
    package var gain: Int64
    /// Thousandths, in [0, 1000].
    package var reliability: Int64
    package var trials: Int64
    /// How many traces it was made of.
    package var sources: Int64
    /// Names of tools, at most 100.
    package var tools: [String]

    package init(
        support: Int64, gain: Int64, reliability: Int64, trials: Int64, sources: Int64, tools: [String] = []
    ) {
        self.support = support
        self.gain = gain
        self.reliability = reliability
        self.trials = trials
        self.sources = sources
        self.tools = tools
    }

    init(_ value: JSON?) throws(StatementFault) {
        let reader = try StatementReader(
            value, place: "evidence", required: ["support", "gain", "reliability", "trials", "sources", "tools"])
        let counts: ClosedRange<Int64> = 0...Int64(Int32.max)
        let tools = try reader.array("tools", counts: 0...100).compactMap(\.string)
        guard tools.count == reader["tools"]?.array?.count, tools.allSatisfy({ $0.utf8.count <= 200 }) else {
            throw reader.fault("tools", "a list of names of at most 200 bytes")
        }
        self.init(
            support: try reader.integer("support", counts), gain: try reader.integer("gain", -1_000_000...1_000_000),
            reliability: try reader.integer("reliability", 0...1000), trials: try reader.integer("trials", counts),
            sources: try reader.integer("sources", counts), tools: tools)
    }

    var json: JSON {
        [
            "support": .integer(support), "gain": .integer(gain), "reliability": .integer(reliability),
            "trials": .integer(trials), "sources": .integer(sources), "tools": JSON(tools),
        ]
    }
}

/// What worded an item.
package enum SharedProvenance: Sendable, Equatable {
    case rules
    /// - Parameter name: of the model, when it is known.
    case model(name: String?)

    private enum Origin: String, CaseIterable { case rules, model }

    init(_ value: JSON?) throws(StatementFault) {
        let reader = try StatementReader(value, place: "provenance", required: ["by"], optional: ["model"])
        let model = reader.has("model") ? try reader.line("model", bytes: 1...200) : nil
        switch try reader.word("by", of: Origin.self) {
        case .model: self = .model(name: model)
        case .rules:
            guard model == nil else { throw reader.fault("by", "“model” when a model is named") }
            self = .rules
        }
    }

    var json: JSON {
        switch self {
        case .rules: ["by": "rules"]
        case .model(let name): .object(present: [("by", "model"), ("model", name.map(JSON.string))])
        }
    }
}

/// The project an item belongs to, so that other homes can tell whether it is theirs.
package struct SharedProject: Sendable, Equatable {
    /// 1 to 200 bytes, one line.
    package var name: String
    /// 1 to 200 bytes, one line.
    package var fingerprint: String

    package init(name: String, fingerprint: String) {
        self.name = name
        self.fingerprint = fingerprint
    }

    init(_ value: JSON) throws(StatementFault) {
        let reader = try StatementReader(value, place: "project", required: ["name", "fingerprint"])
        self.init(
            name: try reader.line("name", bytes: 1...200),
            fingerprint: try reader.line("fingerprint", bytes: 1...200))
    }

    var json: JSON { ["name": .string(name), "fingerprint": .string(fingerprint)] }
}
