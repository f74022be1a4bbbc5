import JSONText
import Testing

/// The JSON reader and writer: what goes in comes out, and what is not JSON is refused with the place.
struct JSONTextTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "-0.25", "1e+300",
        "\"\"", "\"a\"", "\"\\\"\\\\\"", "\"日本語 🙂\"", "\"a\\nb\\tc\\rd\"", "\"\\u0000\\u001f\"", "[]", "{}", "[[],{}]",
        "[1,\"1\",1.5,null,true]", "{\"a\":1,\"b\":{\"c\":[2]}}", "{\"z\":1,\"a\":2,\"m\":3}", "{\"\":\"\"}",
    ])
    func compactTextIsWrittenAsItWasRead(text: String) throws {
        let value = try JSON(parsing: text)
        #expect(value.text == text)
        #expect(try JSON(parsing: value.prettyText) == value)
    }

    @Test(arguments: [
        ("1", JSON.integer(1)), ("\"1\"", .string("1")), ("1.0", .double(1)), ("1.5e3", .double(1500)),
        ("null", .null), ("18446744073709551616", .literal("18446744073709551616")), ("1e400", .literal("1e400")),
        ("-9223372036854775809", .literal("-9223372036854775809")),
    ])
    func numbersKeepTheirTypeAndValue(text: String, expected: JSON) throws {
        #expect(try JSON(parsing: text) == expected)
    }

    @Test(arguments: [
        "18446744073709551616", "1e400", "-1e400", "123456789012345678901234567890", "1", "\"1\"", "1.0",
    ])
    func idsAreEchoedWithTheirTypeAndValue(id: String) throws {
        let echo: JSON = ["jsonrpc": "2.0", "id": try JSON(parsing: id)]
        #expect(echo.text == "{\"jsonrpc\":\"2.0\",\"id\":\(id)}")
    }

    @Test func membersKeepTheirOrderAlsoWhenOneIsReplaced() throws {
        var value = try JSON(parsing: "{\"c\":1,\"a\":2,\"b\":3}")
        value["a"] = "two"
        value["d"] = 4
        value["c"] = nil
        #expect(value.text == "{\"a\":\"two\",\"b\":3,\"d\":4}")
    }

    @Test func theLastOfTwoEqualMembersWins() throws {
        #expect(try JSON(parsing: "{\"a\":1,\"a\":2}")["a"] == 2)
    }

    @Test func sixtyFourLevelsAreReadAndOneMoreIsNot() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try JSON(parsing: deep).text == deep)
        let tooDeep = "[" + deep + "]"
        expect(tooDeep, fails: .tooDeep, at: 64)
        let objects = String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65)
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: objects) }
    }

    @Test func veryDeepTextIsRefusedWithoutBeingFollowed() {
        let text = String(repeating: "[", count: 1_000_000)
        expect(text, fails: .tooDeep, at: 64)
    }

    @Test(arguments: [
        ("\"\\u0041\\u00e9\\u4e2d\"", "Aé中"), ("\"\\ud83d\\ude42\"", "🙂"), ("\"\\/\\b\\f\"", "/\u{08}\u{0C}"),
        ("\"\\uD83D\"", "\u{FFFD}"), ("\"\\uDE42\"", "\u{FFFD}"), ("\"\\ud83dx\"", "\u{FFFD}x"),
        ("\"\\ud83d\\u0041\"", "\u{FFFD}A"), ("\"\\ud83d\\ud83d\\ude42\"", "\u{FFFD}🙂"),
    ])
    func escapesAreReadAndLoneSurrogatesReplaced(text: String, expected: String) throws {
        #expect(try JSON(parsing: text).string == expected)
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], JSONSyntaxError.Reason.invalidUTF8), ([0x22, 0xC0, 0x80, 0x22], .invalidUTF8),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8), ([0x22, 0xE4, 0xB8, 0x22], .invalidUTF8),
            ([0x22, 0x5C, 0x6E, 0xFF, 0x22], .invalidUTF8), ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], .invalidUTF8),
            ([0xFF], .unexpectedByte), ([0xEF, 0xBB, 0xBF, 0x31], .unexpectedByte),
            ([0x22, 0x0A, 0x22], .controlCharacter),
        ] as [([UInt8], JSONSyntaxError.Reason)])
    func bytesThatAreNotTextAreRefused(bytes: [UInt8], reason: JSONSyntaxError.Reason) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: bytes) }
        #expect(error?.reason == reason)
    }

    @Test(arguments: [
        "", " ", "nul", "nulls", "tru", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "-Infinity",
        "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "{1:2}", "\"a", "'a'", "\"\\x41\"",
        "\"\\u12\"", "\"\\u12G4\"", "[", "{", "]", "1 2", "{}{}", "[1]x", "// c\n1", "\"\\", "\"\\u", "\"\\ud83d\\u",
    ])
    func whatIsNotJSONIsRefused(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
    }

    @Test func anErrorNamesThePlace() {
        expect("{\"a\": x}", fails: .unexpectedByte, at: 6)
    }

    @Test func deletedAndControlCharactersAreEscaped() {
        #expect(JSON.string("\u{7F}\u{1}\u{1B}").text == "\"\\u007f\\u0001\\u001b\"")
    }

    @Test func whatHasNoNumberIsWrittenAsNull() {
        #expect(JSON.array([.double(.nan), .double(.infinity), .double(-.infinity)]).text == "[null,null,null]")
    }

    @Test(
        arguments: [
            (JSON.integer(3), Int64(3)), (.double(3), 3), (.double(3.5), nil), (.double(1e300), nil),
            (.double(.nan), nil),
            (.string("3"), nil), (.bool(true), nil), (.literal("18446744073709551616"), nil),
        ] as [(JSON, Int64?)])
    func wholeNumbersAreReadAsIntegers(value: JSON, expected: Int64?) {
        #expect(value.int == expected)
    }

    private func expect(
        _ text: String, fails reason: JSONSyntaxError.Reason, at offset: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: JSONSyntaxError.self, sourceLocation: sourceLocation) { try JSON(parsing: text) }
        #expect(error?.reason == reason, sourceLocation: sourceLocation)
        #expect(error?.offset == offset, sourceLocation: sourceLocation)
    }

    @Test func stringsAreMappedAtAnyDepthAndKeysStay() {
        let value: JSON = ["k": ["x", ["k": "x", "n": 1]], "x": "x"]
        #expect(value.mapStrings { $0 + "!" } == ["k": ["x!", ["k": "x!", "n": 1]], "x": "x!"])
    }
}
