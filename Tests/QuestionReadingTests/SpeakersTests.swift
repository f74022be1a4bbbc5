import QuestionReading
import Testing

@Suite struct SpeakersTests {
    @Test(
        "A row may begin with the name of who says it",
        arguments: [
            ("Ana: I went home", "Ana"),
            ("Ana Maria Lopes: hello", "Ana Maria Lopes"),
            ("Dr. Silva: take two", "Dr. Silva"),
            ("O'Brien: no", "O'Brien"),
            ("Jean-Luc: oui", "Jean-Luc"),
            ("Ludwig van Dam: ja", "Ludwig van Dam"),
            ("王小明：你好", "王小明"),
            ("张伟: 明天见", "张伟"),
            ("小李：收到", "小李"),
            ("妈妈：吃饭了", "妈妈"),
            ("陈老师：作业", "陈老师"),
            ("Ольга: привет", "Ольга"),
            ("さくら: はい", "さくら"),
        ] as [(String, String)])
    func leading(_ row: String, _ name: String) { #expect(Speakers.leading(of: row) == name) }

    @Test(
        "Roles, headings, logs, addresses and code are nobody",
        arguments: [
            "user: hi", "Assistant: sure", "system: you are", "Error: not found", "WARNING: low disk", "TODO: fix",
            "Note: this", "https://x.example", "http: //x", "12:30 lunch", "let x: Int = 4", "Monday: gym",
            "The plan is simple: go", "Setup:\nrun it", "Configuration: none", "def f(x): return", "{\"Ana\": 1}",
            "注意：安全", "问题：为什么", "步骤: 先", "Ana:", "Ana:hi", "", ":", "：", "INFO: started", "SQL: select",
            "Ana, Bob: hi", "I said: no", "He Who Must Not: x",
        ])
    func nobody(_ row: String) { #expect(Speakers.leading(of: row) == nil) }

    @Test(
        "A question names speakers whole, by first name or by a short form",
        arguments: [
            ("What did Ana's brother buy?", ["Ana"]),
            ("what did ana say to BOB?", ["Ana", "Bob"]),
            ("What did Ana’s friend say?", ["Ana"]),
            ("Where does Mel live?", ["Melanie"]),
            ("Where does Liz live?", ["Elizabeth Stone"]),
            ("Where does Elizabeth live?", ["Elizabeth Stone"]),
            ("Did Mrs Stone call?", ["Elizabeth Stone"]),
            ("王小明的生日是哪天", ["王小明"]),
            ("小明喜欢什么", ["王小明"]),
            ("Will he come?", []),
            ("Is Will coming?", ["Will"]),
            ("What is the melody?", []),
            ("谁来了", []),
        ] as [(String, [String])])
    func asked(_ question: String, _ names: [String]) {
        let known: Set<String> = ["Ana", "Bob", "Melanie", "Elizabeth Stone", "王小明", "Will"]
        #expect(Speakers.asked(in: question, among: known) == Set(names))
    }

    @Test("A short form speaks for nobody when somebody bears it")
    func shortFormBorne() {
        #expect(Speakers.asked(in: "What did Jon say?", among: ["Jon", "Jonathan"]) == ["Jon"])
    }
}
