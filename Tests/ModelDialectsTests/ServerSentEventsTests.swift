import Testing

@testable import ModelDialects

@Suite struct ServerSentEventsTests {
    private func events(_ text: String, cuts: [Int] = []) -> [WireEvent] {
        let bytes = Array(text.utf8)
        var splitter = ServerSentEvents()
        var events: [WireEvent] = []
        var start = 0
        for cut in cuts + [bytes.count] {
            events += splitter.take(Array(bytes[start..<cut]))
            start = cut
        }
        return events + splitter.end()
    }

    @Test("Lines of data are joined, comments and unknown fields mean nothing")
    func fields() {
        let text = ": hello\nevent: delta\nid: 7\ndata: {\"a\":\ndata:1}\nretry: 3\n\ndata\n\n:only a comment\n\n"
        #expect(
            events(text) == [
                WireEvent(name: "delta", data: Array("{\"a\":\n1}".utf8)), WireEvent(name: nil, data: []),
            ])
    }

    @Test(
        "Every way to end a line, a byte order mark, and every cut give the same events",
        arguments: ["\n", "\r\n", "\r"])
    func cuts(end: String) {
        let text = "\u{FEFF}event: a" + end + "data: é漢" + end + end + "data: 2" + end + "data: 3" + end + end
        let expected = [WireEvent(name: "a", data: Array("é漢".utf8)), WireEvent(name: nil, data: Array("2\n3".utf8))]
        for cut in 0...text.utf8.count {
            #expect(events(text, cuts: [cut]) == expected)
        }
        #expect(events(text, cuts: Array(0...text.utf8.count)) == expected)
    }

    @Test("An event whose empty line is missing is given at the end")
    func unended() {
        #expect(events("data: 1") == [WireEvent(name: nil, data: Array("1".utf8))])
    }
}
