import QuestionReading
import Testing

@Suite struct TextCuesTests {
    @Test(
        "A row's cues are read from its words",
        arguments: [
            ("I'd rather take the train than fly.", TextCues([.firstPerson, .preference])),
            ("I really don't like crowded places", [.firstPerson, .preference]),
            ("She is allergic to peanuts.", .preference),
            ("我很喜欢吃辣的菜。", [.firstPerson, .preference]),
            ("他对花生过敏", .preference),
            ("From now on answer in French.", .instruction),
            ("Always format numbers with commas.", .instruction),
            ("以后不要再用缩写", .instruction),
            ("We decided to use the second design.", [.firstPerson, .decision]),
            ("Let's go with option B", .decision),
            ("最后决定去海边", .decision),
            ("Actually, the port is the other one.", .correction),
            ("No, that's not right.", .correction),
            ("不对，不是周一而是周二", .correction),
            ("The service now uses a different queue.", .changeOfFact),
            ("She moved to Lisbon", .changeOfFact),
            ("会议改到下午了", .changeOfFact),
            ("Thanks, Ana!", .courtesyOnly),
            ("Hey Tom! Good to see you!", .courtesyOnly),
            ("好的，谢谢！", .courtesyOnly),
            ("What time does the bus leave?", .question),
            ("你什么时候回来", .question),
            ("It costs 45 euros", .hasNumber),
            ("- bread\n- butter\n- jam", .isList),
            ("1. bread\n2. butter", .isList),
            ("call `run()` and then `stop()`", .hasCode),
            ("snake_case and other_case", .hasCode),
        ] as [(String, TextCues)])
    func cues(_ text: String, _ expected: TextCues) {
        #expect(TextCues(of: text).isSuperset(of: expected), "\(TextCues(of: text).names)")
    }

    @Test(
        "What is not said is not read",
        arguments: [
            ("Thanks, I fixed the leak in the pool", TextCues.courtesyOnly),
            ("Good to see you! I was swamped with work.", .courtesyOnly),
            ("https://a.example/?page=2", .question),
            ("let x = ready ? a : b", .question),
            (
                "The notebook is on the table.",
                [.preference, .instruction, .decision, .correction, .hasNumber, .hasCode]
            ),
            ("天气不错", [.preference, .instruction, .decision, .correction, .hasNumber, .hasCode]),
            ("One item:\n- bread", .isList),
        ] as [(String, TextCues)])
    func absent(_ text: String, _ unexpected: TextCues) {
        #expect(TextCues(of: text).isDisjoint(with: unexpected), "\(TextCues(of: text).names)")
    }
}
