package import MemoryModel

/// What other programs left on disk, as the core sees it. Implemented by the room that knows the formats.
package protocol TranscriptLibrary: Sendable {
    /// Hosts whose formats are known, by their names on the wire.
    var hosts: [String] { get }

    /// Transcripts at a path, or at the usual places of a host.
    func discover(path: String?, host: String?, format: String?) throws -> [TranscriptFile]

    /// Reads one file; calls back for each conversation in it.
    func read(_ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void) throws
}

extension TranscriptLibrary {
    package var hosts: [String] { [] }
}

/// A machine without transcripts, or a memory that has nothing to do with those that are there.
package struct NoTranscripts: TranscriptLibrary {
    package init() {}

    package func discover(path: String?, host: String?, format: String?) throws -> [TranscriptFile] { [] }
    package func read(_ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void) throws {}
}

package struct TranscriptFile: Sendable, Equatable {
    package var path: String
    package var format: String
    package var size: Int64
    package var modifiedAt: Timestamp

    package init(path: String, format: String, size: Int64, modifiedAt: Timestamp) {
        self.path = path
        self.format = format
        self.size = size
        self.modifiedAt = modifiedAt
    }
}

package struct TranscriptConversation: Sendable {
    package var id: String
    package var host: String
    package var workspace: String?
    package var turns: [ImportedTurn]

    package init(id: String, host: String, workspace: String?, turns: [ImportedTurn]) {
        self.id = id
        self.host = host
        self.workspace = workspace
        self.turns = turns
    }
}

package struct ImportedTurn: Sendable {
    package var key: String
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    package var userText: String
    package var agentText: String
    package var thinking: String?
    package var calls: [ToolCall]
    package var messages: Int

    package init(
        key: String, startedAt: Timestamp?, endedAt: Timestamp?, userText: String, agentText: String, thinking: String?,
        calls: [ToolCall], messages: Int
    ) {
        self.key = key
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.userText = userText
        self.agentText = agentText
        self.thinking = thinking
        self.calls = calls
        self.messages = messages
    }
}
