import MemoryModel
import RetrievalBenchmark
import Testing

@Suite struct CaseTests {
    @Test(
        "times are read in every form the sets use",
        arguments: [
            ("1:56 pm on 8 May, 2023", 1_683_554_160_000), ("12:09 am on 13 September, 2023", 1_694_563_740_000),
            ("March-15-2024", 1_710_460_800_000), ("2024-02-29", 1_709_164_800_000),
            ("2025-01-07 17:20", 1_736_270_400_000), ("2024年04月01日 周一 08:30", 1_711_960_200_000),
        ])
    func timesAreRead(text: String, milliseconds: Int64) {
        #expect(CaseTime.milliseconds(text) == milliseconds)
    }

    @Test(
        "what is no time is none",
        arguments: ["", "yesterday", "2023-02-29", "25:10 pm on 8 May, 2023", "2025-13-01", "8 May", "Smarch-15-2024"])
    func othersAreNone(text: String) {
        #expect(CaseTime.milliseconds(text) == nil)
    }

    private func message(
        _ id: String, _ session: String, _ text: String = "words", at time: String = "", speaker: String = "",
        role: String = "user"
    ) -> CaseMessage {
        CaseMessage(id: id, session: session, speaker: speaker, role: role, time: time, text: text)
    }

    private func turns(_ messages: [CaseMessage], inPairs: Bool = false) -> [CaseTurn] {
        RetrievalCase(set: "set", name: "case", messages: messages, questions: []).turns(inPairs: inPairs)
    }

    @Test("sessions are told as they happened, however the file lists them")
    func sessionsAreOrdered() {
        let told = turns([
            message("b1", "ten", at: "2024-03-02"), message("b2", "ten"), message("a1", "two", at: "2024-03-01"),
            message("a2", "two"),
        ])
        #expect(told.flatMap(\.messages) == ["a1", "a2", "b1", "b2"])
        #expect(told[1].at == told[0].at + 1000)
    }

    @Test("times within a session only go forward")
    func timesGoForward() {
        let told = turns([message("1", "s", at: "2024-03-02 10:00"), message("2", "s", at: "2024-03-02 09:00")])
        #expect(told.map(\.messages) == [["1"], ["2"]])
        #expect(told[1].at == told[0].at + 1000)
    }

    @Test("a speaker is named once, a role never")
    func speakersAreNamed() {
        let told = turns([
            message("1", "s", "hello", speaker: "Mara"), message("2", "s", "Mara: hello", speaker: "Mara"),
            message("3", "s", "hello", speaker: "User"), message("4", "s", "hello"),
        ])
        #expect(told.map(\.userText) == ["Mara: hello", "Mara: hello", "hello", "hello"])
    }

    @Test("in pairs, an answer joins the message before it in its session, and only one does")
    func pairs() {
        let told = turns(
            [
                message("1", "s", "q"), message("2", "s", "a", role: "assistant"),
                message("3", "s", "more", role: "assistant"), message("4", "t", "other", role: "assistant"),
            ], inPairs: true)
        #expect(told.map(\.messages) == [["1", "2"], ["3"], ["4"]])
        #expect(told[0].agentText == "a")
    }

    @Test("a plain search asks for words, and for three characters at a time where there are no spaces")
    func plainWords() {
        #expect(PlainQuery.words(of: "When did the OK go to Go?", inTrigrams: false) == ["ok", "go"])
        #expect(PlainQuery.words(of: "When did the api go?", inTrigrams: true) == ["api"])
        #expect(PlainQuery.words(of: "上传上限是多少？api", inTrigrams: true) == ["上传上", "传上限", "上限是", "限是多", "是多少", "api"])
    }

    @Test("fusion puts first what both rankings have, and keeps the order of one alone")
    func fusion() {
        #expect(ReciprocalRanks.fuse([[1, 2, 3], [3, 4]]) == [3, 1, 2, 4])
        #expect(ReciprocalRanks.fuse([[7, 5], []]) == [7, 5])
    }
}
