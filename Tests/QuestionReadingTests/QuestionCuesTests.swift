import QuestionReading
import Testing

@Suite struct QuestionCuesTests {
    @Test(
        "A question's cues are read from its words",
        arguments: [
            ("Can you recommend a quiet café?", QuestionCues.asksAdvice),
            ("What should I cook tonight?", .asksAdvice),
            ("What are some quiet places to work?", .asksAdvice),
            ("有什么好的笔记软件推荐", .asksAdvice),
            ("我该怎么学吉他", .asksAdvice),
            ("When did the release happen?", .asksTime),
            ("Do you remember when we met?", .asksTime),
            ("What date is the exam?", .asksTime),
            ("How long was the outage?", [.asksTime, .asksCount]),
            ("会议是几号", .asksTime),
            ("哪天出发？", .asksTime),
            ("How many cats does he have?", .asksCount),
            ("一共花了多少钱", .asksCount),
            ("What are the open tickets?", .asksList),
            ("Which books did she read?", .asksList),
            ("列出所有哪些参数", .asksList),
            ("Did he pass the exam?", .asksYesNo),
            ("他去过北京吗？", .asksYesNo),
            ("Summarise the migration so far", .asksSummary),
            ("总结一下项目进展", .asksSummary),
            ("In what order did we add the tables?", .asksOrder),
            ("这两件事的先后顺序", .asksOrder),
            ("Who wrote the parser?", .asksPersonFact),
            ("他的生日和电话", .asksPersonFact),
            ("go on", .followUp),
            ("Yes, please continue.", .followUp),
            ("继续", .followUp),
            ("好的，继续吧", .followUp),
        ] as [(String, QuestionCues)])
    func cues(_ text: String, _ expected: QuestionCues) {
        #expect(QuestionCues(of: text).isSuperset(of: expected), "\(QuestionCues(of: text).names)")
    }

    @Test(
        "What is not asked is not read",
        arguments: [
            ("continue with the database migration", QuestionCues.followUp),
            ("继续写登录页面", .followUp),
            ("What did he say when we met?", .asksTime),
            ("Can you show the log?", .asksYesNo),
            ("What is the class of it?", .asksList),
            ("", [.followUp, .asksYesNo]),
        ] as [(String, QuestionCues)])
    func absent(_ text: String, _ unexpected: QuestionCues) {
        #expect(QuestionCues(of: text).isDisjoint(with: unexpected), "\(QuestionCues(of: text).names)")
    }
}
