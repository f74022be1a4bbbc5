import JSONText
import MemoryModel
import Testing
import TraceCapture

/// The hash by which a turn told twice is recognised; it is stored, so it must not change.
struct ContentHashTests {
    private func hash(
        _ user: String = "u", _ agent: String = "a", _ calls: [ToolCall] = [], thinking: String? = nil,
        at: Timestamp = 0
    ) -> String {
        ContentHash.of(FinishedTurn(userText: user, agentText: agent, thinking: thinking, calls: calls, at: at))
    }

    @Test(
        arguments: [
            ([], "cbf29ce4842223259ae16a3b2f90404f"), ([""], "@"), (["a"], "@"), (["a", "b"], "@"),
        ] as [([String], String)])
    func itIs32HexadecimalDigits(parts: [String], expected: String) {
        let hash = ContentHash.of(parts)
        #expect(hash.count == 32)
        #expect(hash.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        if expected != "@" { #expect(hash == expected) }
    }

    @Test func itDependsOnEveryWordAndItsPlace() {
        let call = ToolCall(id: "1", name: "Bash", input: ["command": "ls"], output: "x")
        var other = call
        other.output = "y"
        var renamed = call
        renamed.id = "2"
        let hashes = [
            hash(), hash("u2"), hash("u", "a2"), hash("a", "u"), hash("ua", ""), hash("", "ua"), hash("u", "a", [call]),
            hash("u", "a", [other]), hash("u", "a", [renamed]), hash("u", "a", [call, call]),
            hash("u", "a", [call, other]),
            hash("u", "a", [other, call]),
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test func itDoesNotDependOnThoughtsOrTimes() {
        #expect(hash(thinking: "hm", at: 9) == hash())
    }
}
