import JSONText

/// Turns a stream of messages into turns: one user message, then the agent's texts, thinking and tool calls up to the
/// next user message. It does not know any format and reads no file.
struct TurnAssembler {
    let host: String
    var sessionId: String
    var title: String?
    var workspace: String?
    var gitBranch: String?
    var startedAt: Int64?
    /// Set when the file turns out to be a sub-agent's: nothing of it is handed over.
    var isSidechain = false

    private var draft: Draft?
    private var finished: [TranscriptTurn] = []
    private var finishedSize = 0
    private var usedKeys: Set<String> = []

    init(host: String, sessionId: String, startedAt: Int64? = nil) {
        self.host = host
        self.sessionId = sessionId
        self.startedAt = startedAt
    }

    // MARK: What a reader reports

    /// A user message opens a turn. Of `keys` the first one not yet used in this session is taken.
    mutating func user(_ text: String, keys: [String?], at time: Int64?) {
        let key = keys.lazy.compactMap { $0 }.first { !$0.isEmpty }
        if let key, draft?.candidateKey == key, draft?.hasActivity == false {
            draft?.append(user: text)
            draft?.note(time)
            return
        }
        close()
        note(time)
        var opened = Draft(key: unused(keys), candidateKey: key, workspace: workspace, gitBranch: gitBranch)
        opened.append(user: text)
        opened.note(time)
        opened.messageCount = 1
        draft = opened
    }

    /// Closes the turn; what follows up to the next user message answers something no user asked, and is dropped.
    mutating func hideUntilNextUser() {
        close()
        draft = Draft(key: "", candidateKey: nil, workspace: nil, gitBranch: nil, isHidden: true)
    }

    /// Text of the agent. Streamed pieces of one message are joined as they are, messages by an empty line.
    mutating func agent(
        _ text: String, messageId: String? = nil, isStreamed: Bool = false, key: String, at time: Int64?
    ) {
        let text = isStreamed ? text : text.trimmed
        guard !text.isEmpty else { return }
        openIfNeeded(key: messageId ?? key, at: time)
        draft?.append(agent: text, messageId: messageId, isStreamed: isStreamed)
        draft?.note(time)
    }

    mutating func thinking(
        _ text: String, messageId: String? = nil, isStreamed: Bool = false, key: String, at time: Int64?
    ) {
        guard !text.isEmpty else { return }
        openIfNeeded(key: messageId ?? key, at: time)
        draft?.append(thinking: text, messageId: messageId, isStreamed: isStreamed)
        draft?.note(time)
    }

    /// A call known already by its id gets what is new about it.
    mutating func call(
        id: String?, name: String, input: JSON, messageId: String? = nil, key: String, at time: Int64?
    ) {
        openIfNeeded(key: messageId ?? key, at: time)
        draft?.append(
            TranscriptCall(
                id: id, name: name, input: input, output: nil, isError: false, startedAt: time, endedAt: nil),
            messageId: messageId)
        draft?.note(time)
    }

    /// The result of a call of this turn or, when the host reported late, of the one before. Without an id it belongs
    /// to the oldest call still waiting.
    mutating func result(id: String?, output: String?, isError: Bool, at time: Int64?) {
        if draft?.isHidden == true { return }
        if draft?.complete(id: id, output: output, isError: isError, at: time) == true { return }
        guard let id, let last = finished.indices.last,
            let index = finished[last].calls.lastIndex(where: { $0.id == id })
        else { return }
        finished[last].calls[index].complete(output: output, isError: isError, at: time)
    }

    /// When something happened that is not a message.
    mutating func note(_ time: Int64?) {
        if startedAt == nil { startedAt = time }
        draft?.note(time)
    }

    // MARK: What the reader hands on

    /// The finished turns when they have grown past `size` bytes: the session goes on in a further piece.
    mutating func piece(over size: Int) -> TranscriptSession? {
        finishedSize > size ? takeFinished() : nil
    }

    /// What is left. Call it once, at the end.
    mutating func finish() -> TranscriptSession? {
        close()
        return takeFinished()
    }

    private mutating func takeFinished() -> TranscriptSession? {
        guard !isSidechain, !finished.isEmpty else { return nil }
        defer {
            finished = []
            finishedSize = 0
        }
        var turns = finished
        for index in turns.indices { turns[index].sessionId = sessionId }
        return TranscriptSession(
            id: sessionId, host: host, title: title, workspace: workspace, startedAt: startedAt, turns: turns)
    }

    private mutating func openIfNeeded(key: String, at time: Int64?) {
        guard draft == nil else { return }
        note(time)
        draft = Draft(key: unused([key]), candidateKey: nil, workspace: workspace, gitBranch: gitBranch)
    }

    private mutating func close() {
        guard let turn = draft?.turn(sessionId: sessionId) else {
            draft = nil
            return
        }
        draft = nil
        finishedSize += turn.approximateSize
        finished.append(turn)
    }

    private mutating func unused(_ keys: [String?]) -> String {
        let candidates = keys.compactMap { $0 }.filter { !$0.isEmpty }
        for key in candidates where usedKeys.insert(key).inserted { return key }
        let base = candidates.last ?? "turn"
        var number = 2
        while !usedKeys.insert("\(base)#\(number)").inserted { number += 1 }
        return "\(base)#\(number)"
    }
}

/// A turn that is still growing.
private struct Draft {
    let key: String
    let candidateKey: String?
    let workspace: String?
    let gitBranch: String?
    var isHidden = false
    var messageCount = 0
    private var userTexts: [String] = []
    private var agentTexts: [String] = []
    private var thoughts: [String] = []
    private var calls: [TranscriptCall] = []
    private var startedAt: Int64?
    private var endedAt: Int64?
    private var lastMessageId: String?
    /// What the last piece was, so that streamed pieces join only when nothing came between.
    private var last = Last.none

    private enum Last { case none, text, thought, call }

    init(
        key: String, candidateKey: String?, workspace: String?, gitBranch: String?, isHidden: Bool = false
    ) {
        self.key = key
        self.candidateKey = candidateKey
        self.workspace = workspace
        self.gitBranch = gitBranch
        self.isHidden = isHidden
    }

    var hasActivity: Bool { last != .none }

    mutating func append(user text: String) {
        let text = text.trimmed
        if !text.isEmpty { userTexts.append(text) }
    }

    mutating func append(agent text: String, messageId: String?, isStreamed: Bool) {
        if isStreamed, last == .text, messageId == lastMessageId, !agentTexts.isEmpty {
            agentTexts[agentTexts.count - 1] += text
            return
        }
        // Some hosts write a message again when it is complete.
        if messageId != nil, messageId == lastMessageId, agentTexts.last == text { return }
        count(messageId, countsWithoutId: true)
        agentTexts.append(text)
        last = .text
    }

    mutating func append(thinking text: String, messageId: String?, isStreamed: Bool) {
        count(messageId, countsWithoutId: false)
        if isStreamed, last == .thought, !thoughts.isEmpty {
            thoughts[thoughts.count - 1] += text
        } else {
            thoughts.append(text)
        }
        last = .thought
    }

    mutating func append(_ call: TranscriptCall, messageId: String?) {
        count(messageId, countsWithoutId: false)
        last = .call
        if let id = call.id, let index = calls.lastIndex(where: { $0.id == id }) {
            if calls[index].name.isEmpty { calls[index].name = call.name }
            if calls[index].input.isNull { calls[index].input = call.input }
            return
        }
        calls.append(call)
    }

    mutating func complete(id: String?, output: String?, isError: Bool, at time: Int64?) -> Bool {
        let index =
            if let id { calls.lastIndex { $0.id == id } } else {
                calls.firstIndex { $0.id == nil && $0.endedAt == nil && $0.output == nil }
            }
        guard let index else { return false }
        calls[index].complete(output: output, isError: isError, at: time)
        note(time)
        return true
    }

    mutating func note(_ time: Int64?) {
        guard let time else { return }
        startedAt = startedAt ?? time
        endedAt = max(endedAt ?? time, time)
    }

    private mutating func count(_ messageId: String?, countsWithoutId: Bool) {
        if messageId == nil ? countsWithoutId : messageId != lastMessageId { messageCount += 1 }
        lastMessageId = messageId
    }

    /// `nil` when there is nothing worth keeping: no text at all, or a command of the host's own that no agent saw.
    func turn(sessionId: String) -> TranscriptTurn? {
        let userText = userTexts.joined(separator: "\n\n")
        let agentText = agentTexts.joined(separator: "\n\n").trimmed
        if isHidden || userText.isEmpty && agentText.isEmpty && calls.isEmpty { return nil }
        if userText.hasPrefix("/") || userText.hasPrefix("! "), agentText.isEmpty, calls.isEmpty { return nil }
        let thinking = thoughts.joined(separator: "\n\n").trimmed
        return TranscriptTurn(
            sessionId: sessionId, key: key, startedAt: startedAt, endedAt: endedAt, userText: userText,
            agentText: agentText, thinking: thinking.isEmpty ? nil : thinking, calls: calls, workspace: workspace,
            gitBranch: gitBranch, messageCount: messageCount)
    }
}

extension TranscriptCall {
    mutating func complete(output: String?, isError: Bool, at time: Int64?) {
        self.output = output ?? self.output
        self.isError = isError
        endedAt = time ?? endedAt
    }
}

extension TranscriptTurn {
    fileprivate var approximateSize: Int {
        let texts = userText.utf8.count + agentText.utf8.count + (thinking?.utf8.count ?? 0)
        return calls.reduce(texts + 200) { $0 + ($1.output?.utf8.count ?? 0) + $1.input.approximateSize + 100 }
    }
}

extension JSON {
    fileprivate var approximateSize: Int {
        switch self {
        case .string(let text), .literal(let text): text.utf8.count + 16
        case .array(let values): values.reduce(16) { $0 + $1.approximateSize }
        case .object(let object): object.members.reduce(16) { $0 + $1.key.utf8.count + $1.value.approximateSize }
        default: 16
        }
    }
}
