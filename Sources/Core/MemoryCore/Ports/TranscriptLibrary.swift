package import MemoryModel

/// What other programs left on disk, as the core sees it. Implemented by the room that knows the formats.
package protocol TranscriptLibrary: Sendable {
    /// Hosts whose formats are known, by their names on the wire.
    var hosts: [String] { get }

    /// Transcripts at a path, or at the usual places of a host.
    func discover(_ query: TranscriptQuery) throws -> [TranscriptFile]

    /// Reads one file; calls back for each conversation in it.
    func read(
        _ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void
    ) throws -> TranscriptRemarks
}

/// Which transcripts are looked for.
package struct TranscriptQuery: Sendable, Equatable {
    /// Absolute; `nil`: the usual places of the host.
    package var path: String?
    package var host: String?
    package var format: String?
    /// Of the environment of whoever asks: hosts are moved by variables.
    package var variables: [String: String]
    /// Folders that people work in, where some hosts leave files.
    package var workplaces: [String]

    package init(
        path: String? = nil, host: String? = nil, format: String? = nil, variables: [String: String] = [:],
        workplaces: [String] = []
    ) {
        self.path = path
        self.host = host
        self.format = format
        self.variables = variables
        self.workplaces = workplaces
    }
}

/// What a reading left out, so that nothing disappears silently.
package struct TranscriptRemarks: Sendable, Equatable {
    /// Lines, rows or list elements looked at.
    package var records: Int
    /// Those that were left out, by reason.
    package var skipped: [String: Int]
    /// Those of types that the reader does not know, by type.
    package var unknown: [String: Int]

    package init(records: Int = 0, skipped: [String: Int] = [:], unknown: [String: Int] = [:]) {
        self.records = records
        self.skipped = skipped
        self.unknown = unknown
    }

    package static func + (left: Self, right: Self) -> Self {
        Self(
            records: left.records + right.records, skipped: left.skipped.merging(right.skipped, uniquingKeysWith: +),
            unknown: left.unknown.merging(right.unknown, uniquingKeysWith: +))
    }
}

extension TranscriptLibrary {
    package var hosts: [String] { [] }
}

/// A machine without transcripts, or a memory that has nothing to do with those that are there.
package struct NoTranscripts: TranscriptLibrary {
    package init() {}

    package func discover(_ query: TranscriptQuery) throws -> [TranscriptFile] { [] }

    package func read(
        _ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void
    ) throws -> TranscriptRemarks {
        TranscriptRemarks()
    }
}

package struct TranscriptFile: Sendable, Equatable {
    package var path: String
    package var format: String
    /// Whose it is, by the format; what is in it may be of several.
    package var host: String
    package var size: Int64
    package var modifiedAt: Timestamp

    package init(path: String, format: String, host: String, size: Int64, modifiedAt: Timestamp) {
        self.path = path
        self.format = format
        self.host = host
        self.size = size
        self.modifiedAt = modifiedAt
    }
}

package struct TranscriptConversation: Sendable {
    package var id: String
    package var host: String
    package var workspace: String?
    package var turns: [ImportedTurn]
    /// Whether it is no conversation but all notes of a source, each as a turn.
    package var isNotes = false
    /// Whether live capture, or another source, knows the same conversation by another name.
    package var hasNameOfItsOwn = false

    package init(id: String, host: String, workspace: String?, turns: [ImportedTurn]) {
        self.id = id
        self.host = host
        self.workspace = workspace
        self.turns = turns
    }
}

package struct ImportedTurn: Sendable {
    package var key: String
    /// Whether its time tells it from others; else its words do, within the conversation.
    package var isDated = true
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
