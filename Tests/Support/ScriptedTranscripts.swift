package import MemoryCore
package import MemoryModel

/// Transcripts that a test wrote down in Swift: one file each, in their order.
package struct ScriptedTranscripts: TranscriptLibrary {
    private let conversations: [TranscriptConversation]

    private let modifiedAt: Timestamp?

    /// - Parameter modifiedAt: of the files; when `nil`, a number that grows with their turns.
    package init(_ conversations: [TranscriptConversation], modifiedAt: Timestamp? = nil) {
        self.conversations = conversations
        self.modifiedAt = modifiedAt
    }

    package func discover(_ query: TranscriptQuery) throws -> [TranscriptFile] {
        conversations.indices.map { index in
            TranscriptFile(
                path: "/transcripts/\(index).jsonl", format: "scripted", host: "claude",
                size: Int64(conversations[index].turns.count),
                modifiedAt: modifiedAt ?? Int64(conversations[index].turns.count)
            )
        }
    }

    package func read(
        _ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void
    ) throws -> TranscriptRemarks {
        for index in conversations.indices where file.path == "/transcripts/\(index).jsonl" {
            try conversation(conversations[index])
        }
        return TranscriptRemarks()
    }
}

extension TranscriptConversation {
    /// - Parameter turns: question, answer and name of each.
    package init(
        _ id: String, host: String = "claude", at time: Timestamp = TestClock.start - 86_400_000,
        turns: [(user: String, agent: String, key: String)]
    ) {
        self.init(
            id: id, host: host, workspace: "/src/api",
            turns: turns.enumerated().map { index, turn in
                ImportedTurn(
                    key: turn.key, startedAt: time + Int64(index) * 60_000,
                    endedAt: time + Int64(index) * 60_000 + 5000,
                    userText: turn.user, agentText: turn.agent, thinking: nil, calls: [], messages: 2
                )
            }
        )
    }
}
