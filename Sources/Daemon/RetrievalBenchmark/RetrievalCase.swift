import JSONText
package import MemoryModel

/// Messages of conversations and questions about them: one case of a set.
package struct RetrievalCase: Sendable {
    /// Name of the folder the case lies in.
    package var set: String
    package var name: String
    package var messages: [CaseMessage]
    package var questions: [CaseQuestion]

    package init(set: String, name: String, messages: [CaseMessage], questions: [CaseQuestion]) {
        self.set = set
        self.name = name
        self.messages = messages
        self.questions = questions
    }
}

package struct CaseMessage: Sendable, Equatable {
    package var id: String
    package var session: String
    package var speaker: String
    package var role: String
    package var time: String
    package var text: String

    package init(id: String, session: String, speaker: String, role: String, time: String, text: String) {
        self.id = id
        self.session = session
        self.speaker = speaker
        self.role = role
        self.time = time
        self.text = text
    }

    init?(_ line: JSON) {
        guard let id = line["id"]?.string, let text = line["text"]?.string else { return nil }
        self.init(
            id: id, session: line["session"]?.string ?? "", speaker: line["speaker"]?.string ?? "",
            role: line["role"]?.string ?? "user", time: line["time"]?.string ?? "", text: text
        )
    }

    /// The text with its speaker's name, unless the speaker is just a role or stands there already.
    var spoken: String {
        let isNamed = !speaker.isEmpty && !["user", "assistant"].contains(speaker.lowercased())
        return isNamed && !text.hasPrefix("\(speaker):") ? "\(speaker): \(text)" : text
    }
}

package struct CaseQuestion: Sendable, Equatable {
    package var id: String
    package var text: String
    /// Ids of the messages that answer it; empty when nothing in the case does.
    package var gold: Set<String>
    package var category: String
    /// When it is asked, as the set writes it; most sets do not say.
    package var time: String

    package init(id: String, text: String, gold: Set<String>, category: String, time: String = "") {
        self.id = id
        self.text = text
        self.gold = gold
        self.category = category
        self.time = time
    }

    init?(_ line: JSON) {
        guard let text = line["query"]?.string else { return nil }
        self.init(
            id: line["id"]?.string ?? "", text: text, gold: Set(line["gold"]?.array?.compactMap(\.string) ?? []),
            category: line["category"]?.string ?? "", time: line["time"]?.string ?? ""
        )
    }
}

/// A turn as it is handed over: one message, or a user's message with the answer to it.
package struct CaseTurn: Sendable, Equatable {
    package var session: String
    /// Milliseconds since 1970.
    package var at: Timestamp
    package var userText: String
    package var agentText: String
    /// Ids of the messages in it.
    package var messages: [String]

    package init(session: String, at: Timestamp, userText: String, agentText: String, messages: [String]) {
        self.session = session
        self.at = at
        self.userText = userText
        self.agentText = agentText
        self.messages = messages
    }

    package var text: String { [userText, agentText].filter { !$0.isEmpty }.joined(separator: "\n") }
}

extension RetrievalCase {
    /// The conversations turn by turn, sessions as they happened: files may list them by name.
    ///
    /// - Parameter inPairs: an assistant's message joins the user's before it.
    package func turns(inPairs: Bool) -> [CaseTurn] {
        var turns: [CaseTurn] = []
        for (message, time) in messagesInTime {
            if inPairs, message.role == "assistant", let open = turns.last, open.session == message.session,
                open.agentText.isEmpty
            {
                turns[turns.count - 1].agentText = message.spoken
                turns[turns.count - 1].messages.append(message.id)
                continue
            }
            turns.append(
                CaseTurn(
                    session: message.session, at: time, userText: message.spoken, agentText: "",
                    messages: [message.id]
                )
            )
        }
        return turns
    }

    /// A message without a time that can be read comes a second after the one before it.
    private var messagesInTime: [(CaseMessage, Timestamp)] {
        var order: [String] = []
        var sessions: [String: [(CaseMessage, Timestamp)]] = [:]
        var latest: Timestamp = 0
        for message in messages {
            if sessions[message.session] == nil { order.append(message.session) }
            let previous = sessions[message.session]?.last?.1
            let told = CaseTime.milliseconds(message.time) ?? (previous ?? latest) + 1000
            let time = max(told, previous.map { $0 + 1000 } ?? 0)
            sessions[message.session, default: []].append((message, time))
            latest = max(latest, time)
        }
        let started = order.enumerated().map { (sessions[$1]?.first?.1 ?? 0, $0, $1) }
        return started.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.flatMap { sessions[$0.2] ?? [] }
    }
}
