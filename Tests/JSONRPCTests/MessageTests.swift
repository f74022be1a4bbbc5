import JSONText
import MemoryModel
import Testing

@testable import JSONRPC

/// The envelope of JSON-RPC 2.0: what is a message, what is not, and the answer the latter gets.
struct MessageTests {
    private func message(_ text: String) throws -> Message { try Message(line: Array(text.utf8)) }

    @Test(
        arguments: [
            (#"{"jsonrpc":"2.0","id":1,"method":"core.health"}"#, .request(id: 1, method: "core.health", params: nil)),
            (
                #"{"jsonrpc":"2.0","id":"a","method":"m","params":{"x":1}}"#,
                .request(id: "a", method: "m", params: ["x": 1])
            ),
            (#"{"jsonrpc":"2.0","id":null,"method":"m"}"#, .request(id: .null, method: "m", params: nil)),
            (#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#, .request(id: 1.5, method: "m", params: nil)),
            (
                #"{"jsonrpc":"2.0","id":99999999999999999999,"method":"m"}"#,
                .request(id: .literal("99999999999999999999"), method: "m", params: nil)
            ),
            (#"{"jsonrpc":"2.0","method":"m","params":[1]}"#, .notification(method: "m", params: [1])),
            (#"{"method":"m","extra":true,"jsonrpc":"2.0"}"#, .notification(method: "m", params: nil)),
            (#"{"jsonrpc":"2.0","id":"srv-1","result":null}"#, .response(id: "srv-1", result: .success(.null))),
            (
                #"{"jsonrpc":"2.0","id":"srv-1","error":{"code":-32000,"message":"busy","data":{"code":"b"}}}"#,
                .response(
                    id: "srv-1", result: .failure(ResponseError(code: -32000, message: "busy", data: ["code": "b"])))
            ),
            (
                #"{"jsonrpc":"2.0","id":7,"error":"odd"}"#,
                .response(id: 7, result: .failure(ResponseError(code: -32603, message: "", data: nil)))
            ),
        ] as [(String, Message)])
    func messagesAreRead(text: String, expected: Message) throws {
        #expect(try message(text) == expected)
    }

    @Test(arguments: [
        ("{", ErrorCode.parse, JSON.null), ("", .parse, .null), ("nonsense", .parse, .null),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"} x", .parse, .null), ("[]", .invalidRequest, .null),
        (#"[{"jsonrpc":"2.0","id":1,"method":"m"}]"#, .invalidRequest, .null), ("1", .invalidRequest, .null),
        ("null", .invalidRequest, .null), (#"{"id":3,"method":"m"}"#, .invalidRequest, 3),
        (#"{"jsonrpc":"1.0","id":"x","method":"m"}"#, .invalidRequest, "x"),
        (#"{"jsonrpc":2.0,"id":4,"method":"m"}"#, .invalidRequest, 4),
        (#"{"jsonrpc":"2.0","id":5}"#, .invalidRequest, 5),
        (#"{"jsonrpc":"2.0"}"#, .invalidRequest, .null), (#"{"jsonrpc":"2.0","id":6,"method":7}"#, .invalidRequest, 6),
        (#"{"jsonrpc":"2.0","id":6,"method":""}"#, .invalidRequest, 6),
        (#"{"jsonrpc":"2.0","id":[1],"method":"m"}"#, .invalidRequest, .null),
        (#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, .invalidRequest, .null),
        (#"{"jsonrpc":"2.0","id":true,"method":"m"}"#, .invalidRequest, .null),
        (String(repeating: "[", count: 100_000), .parse, .null),
    ])
    func whatIsNoMessageIsAnsweredWithACode(text: String, code: ErrorCode, id: JSON) throws {
        let error = try #require(throws: InvalidMessage.self) { try message(text) }
        #expect(error.code == code)
        #expect(error.id == id)
        let response = error.response
        #expect(response["jsonrpc"] == "2.0")
        #expect(response["id"] == id)
        #expect(response["error"]?["code"] == .integer(code.rawValue))
        #expect(response["error"]?["data"]?.object != nil, "the Python client reads members of data")
        #expect(!response.text.utf8.contains(0x0A))
    }

    @Test func bytesThatAreNotUTF8AreAParseError() throws {
        let line: [UInt8] = Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        let error = try #require(throws: InvalidMessage.self) { try Message(line: line) }
        #expect(error.code == .parse)
    }

    @Test(arguments: [
        (MemoryError.Code.invalidArgument, Int64(-32602)), (.configInvalid, -32602), (.protocolError, -32602),
        (.unknownMethod, -32601), (.sessionNotFound, -32000), (.internal, -32000), (.unsupported, -32000),
        (.diskFull, -32000),
    ])
    func everyErrorHasItsNumber(code: MemoryError.Code, number: Int64) {
        let answer = Outgoing.failure(id: 9, error: MemoryError(code, "No.", details: ["k": 1], hint: "Try."))
        #expect(answer["error"]?["code"] == .integer(number))
        #expect(
            answer["error"]?["data"]
                == [
                    "name": "MemosError", "code": .string(code.rawValue), "message": "No.", "details": ["k": 1],
                    "hint": "Try.",
                ])
    }

    @Test func dataLeavesOutWhatThereIsNot() {
        let data = Outgoing.failure(id: 1, error: MemoryError(.notFound, "No."))["error"]?["data"]
        #expect(data == ["name": "MemosError", "code": "not_found", "message": "No."])
    }

    @Test(arguments: [JSON.integer(1), .string("1"), .null, .literal("99999999999999999999"), .double(1.5)])
    func answersEchoTheId(id: JSON) throws {
        #expect(Outgoing.result(id: id, ["ok": true])["id"] == id)
        let line = Array(Outgoing.result(id: id, ["ok": true]).utf8Text)
        #expect(try Message(line: line) == .response(id: id, result: .success(["ok": true])))
    }

    @Test func aNotificationOfOursHasNoId() {
        #expect(
            Outgoing.notification("events.notify", ["seq": 1]).text
                == #"{"jsonrpc":"2.0","method":"events.notify","params":{"seq":1}}"#)
    }
}
