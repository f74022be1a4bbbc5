import JSONText
import Testing

@testable import HostRehearsal

/// What a host sends to the played model, and what it gets back.
@Suite("A played model")
struct ModelStageTests {
    private func request(_ path: String, _ body: String, head: String = "") -> [UInt8] {
        Array("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\(head)\r\n\(body)".utf8)
    }

    @Test("A request is whole when its length is there, and not before")
    func length() throws {
        let bytes = request("/v1/messages?beta=true", #"{"stream":true}"#)
        #expect(HTTPMessage(Array(bytes.prefix(20))) == nil)
        #expect(HTTPMessage(bytes.dropLast())?.isComplete == false)
        let whole = try #require(HTTPMessage(bytes))
        #expect(whole.isComplete && whole.path == "/v1/messages" && whole.asksForWords)
        #expect(whole.contains(#""stream""#) && !whole.contains("answer"))
    }

    @Test("Chunks are put together")
    func chunks() throws {
        let head = "POST /v1/responses HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"
        let half = Array((head + "4\r\nword\r\n").utf8)
        #expect(try #require(HTTPMessage(half)).isComplete == false)
        let whole = try #require(HTTPMessage(half + Array("3;x=y\r\nsew\r\n0\r\n\r\n".utf8)))
        #expect(whole.isComplete && whole.contains("wordsew"))
    }

    @Test("Nonsense is no request")
    func nonsense() {
        #expect(HTTPMessage(Array("\r\n\r\n".utf8)) == nil)
        #expect(HTTPMessage([]) == nil)
        let huge = HTTPMessage(Array("POST /v1/messages HTTP/1.1\r\ncontent-length: -5\r\n\r\nabc".utf8))
        #expect(huge?.body.isEmpty == true)
    }

    @Test(
        "Each wire gets its own form of the same words",
        arguments: ["/v1/messages", "/v1/responses", "/v1/chat/completions"])
    func wires(path: String) throws {
        for isStream in [true, false] {
            let message = try #require(HTTPMessage(request(path, #"{"stream":\#(isStream)}"#)))
            let text = String(decoding: ModelReply(to: message, saying: "rehearsed7").bytes, as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.contains("rehearsed7"))
            let content = text.split(separator: "\r\n\r\n", maxSplits: 1)[1]
            let length = text.split(separator: "\r\n").first { $0.hasPrefix("content-length") }
            #expect(length == "content-length: \(content.utf8.count)")
            for line in content.split(separator: "\n") where line.hasPrefix("data: {") {
                #expect((try? JSON(parsing: String(line.dropFirst(6)))) != nil, "\(line)")
            }
        }
    }

    @Test("What hosts only look up is answered and not taken for a question")
    func catalogue() throws {
        let message = try #require(HTTPMessage(Array("GET /v1/models HTTP/1.1\r\n\r\n".utf8)))
        #expect(message.isComplete && !message.asksForWords)
        let text = String(decoding: ModelReply(to: message, saying: "x").bytes, as: UTF8.self)
        #expect(text.contains(HeadlessHost.model))
    }

    @Test("The answer of a marker is in no question, and no two markers are the same")
    func markers() {
        let (one, other) = (Marker(), Marker())
        #expect(one.question.contains(one.subject) && !one.question.contains(one.answer))
        #expect(one.statement.contains(one.answer) && one.subject != other.subject && one.answer != other.answer)
    }
}
