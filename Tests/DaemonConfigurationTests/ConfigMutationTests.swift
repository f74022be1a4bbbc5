import JSONText
import MemoryModel
import Testing

@testable import DaemonConfiguration

/// Damaged files: reading and changing them must end in settings or in an error, and a change must keep what it does
/// not concern.
@Suite struct ConfigMutationTests {
    /// A small generator with a known sequence (xorshift).
    private struct Sequence: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private let seeds = [
        HomeTemplate.configText,
        "recall: {deadlineMs: 300, topK: {tier1: 1}} # x\nagents:\n  allowed:\n  - a # b\n  - 'c'\nviewer: ~\n",
        "\u{FEFF}# ä\r\nrecall:\r\n    scope : \"home\" # é\r\n\r\nagents: {allowed: [a, \"b\"]}\r\n",
    ]
    private let pieces = [
        "\t", "\n", "\r\n", " ", "  ", ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "#", " # ", "&a ", "*a", "|",
        ">", "!!str ",
        "---\n", "...\n", ",", "?", "ü", "\u{2028}", "\u{85}", "\0", "recall:\n", "  deadlineMs: 400\n", "~",
    ]

    private func damaged(_ random: inout Sequence) -> String {
        var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            if Bool.random(using: &random) {
                bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
            } else {
                bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...5, using: &random)))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func damagedFilesEndInSettingsOrAnError() throws {
        var random = Sequence(state: 42)
        var changed = 0
        for _ in 0..<1500 {
            let text = damaged(&random)
            guard let before = try? ConfigFile.settings(in: text, file: "c") else { continue }
            let option = try #require(Settings.options.randomElement(using: &random))
            let value: JSON = option.key == "agents.allowed" ? ["z", "a"] : option.defaultValue
            guard let after = try? ConfigEdit(text: text, file: "c").setting(option, to: value) else { continue }
            var wanted = before
            option.write(&wanted, value)
            #expect(try ConfigFile.settings(in: after, file: "c") == wanted)
            let comments = text.split(separator: "\n").filter { $0.hasPrefix("#") }
            #expect(after.split(separator: "\n").filter { $0.hasPrefix("#") } == comments)
            changed += 1
        }
        #expect(changed > 300)
    }
}
