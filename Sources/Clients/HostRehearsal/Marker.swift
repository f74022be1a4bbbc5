/// A sentence that nobody has said before, and the question for it. The answer is in no question, so that where it is seen
/// a memory has brought it.
package struct Marker: Sendable {
    /// Sessions of ours begin like this.
    package static let sessionPrefix = "memos-doctor-"

    private let token = String(UInt64.random(in: 1 << 60...UInt64.max), radix: 36)

    package init() {}

    /// In what is told and in what is asked.
    package var subject: String { "memosdoctor\(token.prefix(6))" }
    /// Only in what is told.
    package var answer: String { "answer\(token.suffix(6))" }
    /// What the model says when it is asked.
    var reply: String { "rehearsed\(token.dropFirst(2).prefix(6))" }

    var statement: String { "The doctor checks its memory: the code word of \(subject) is \(answer)." }
    var noted: String { "Noted: \(subject) has the code word \(answer)." }
    package var question: String { "What is the code word of \(subject)?" }

    func session(_ number: Int) -> String { "\(Self.sessionPrefix)\(token)-\(number)" }
}
