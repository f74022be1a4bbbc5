import Testing
import TextAnalysis

/// The block never closes early and leaves no trace when it is taken off.
struct InjectionFenceTests {
    private let close = "</memos_memory id=\"k3y\">"

    @Test func attacksAreMany() { #expect(FenceAttacks.texts.count >= 50) }

    @Test(arguments: FenceAttacks.texts)
    func theFenceClosesOnceAtTheEnd(attack: String) {
        for body in [attack, "note\n" + attack + "\nmore", attack + attack] {
            let wrapped = InjectionFence.wrap(body, nonce: FenceAttacks.nonce)
            #expect(wrapped.hasPrefix("<memos_memory id=\"k3y\">\n\(InjectionFence.preamble)\n"))
            #expect(wrapped.hasSuffix("\n" + close))
            let inside = wrapped.dropFirst("<memos_memory id=\"k3y\">\n".count).dropLast(close.count)
            #expect(!inside.contains("</"))
            #expect(!inside.lowercased().contains("<memos"))
            for mark in [
                "<|", "<system", "<assistant", "<user", "<human", "<tool", "<function", "<invoke", "<parameter",
                "<antml",
            ] {
                #expect(!inside.lowercased().contains(mark))
            }
            #expect(!inside.contains("\nHuman:") && !inside.contains("\nAssistant:") && !inside.contains("\nSystem:"))
            #expect(!inside.unicodeScalars.contains { $0.properties.generalCategory == .format })
            #expect(InjectionFence.strip(wrapped) == "")
            #expect(InjectionFence.strip("before " + wrapped + "\nafter") == "before \nafter")
        }
    }

    @Test func twoBlocksAreRemoved() {
        let one = InjectionFence.wrap("a", nonce: "1")
        let two = InjectionFence.wrap("b", nonce: "2")
        #expect(InjectionFence.strip("x\(one)y\(two)z") == "xyz")
    }

    @Test func aBlockThatWasCutOffIsRemoved() {
        let wrapped = InjectionFence.wrap("some notes", nonce: "n")
        for count in 14..<wrapped.count { #expect(InjectionFence.strip("x" + wrapped.prefix(count)) == "x") }
    }

    @Test func aBlockPassedOnAsEntitiesIsRemoved() {
        let wrapped = InjectionFence.wrap("a > b", nonce: "n")
        let entities = wrapped.map { $0 == "<" ? "&lt;" : $0 == ">" ? "&gt;" : String($0) }.joined()
        #expect(InjectionFence.strip("x\(entities)y") == "xy")
    }

    @Test(arguments: [
        "Array<String> and a < b", "if x <- y", "List<T>", "say <memos_memory id=\"x\"> inline", "<3", "a << 2",
        "Dictionary<Int, Bool>",
    ])
    func ordinaryTextStays(text: String) {
        #expect(InjectionFence.strip(text) == text)
        if !text.contains("memos") { #expect(InjectionFence.wrap(text, nonce: "n").contains("\n" + text + "\n")) }
    }

    @Test func theNonceCannotBreakTheMarker() {
        #expect(InjectionFence.wrap("x", nonce: "a\">\n<b").hasPrefix("<memos_memory id=\"ab\">\n"))
    }
}
