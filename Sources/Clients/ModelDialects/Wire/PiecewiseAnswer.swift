import JSONText
import LanguageModels

/// Puts one answer together from the messages of a provider's stream.
protocol AnswerAssembly: Sendable {
    /// - Throws: what the provider says in the midst of its answer, `malformed`, `refused`.
    mutating func take(_ event: WireEvent) throws(ModelFault)

    /// Whether the provider has said that its answer is whole.
    var isComplete: Bool { get }

    var text: AnswerText { get }

    /// The answer in one document, from a server that streams nothing.
    static func completion(from reply: WireReply) throws(ModelFault) -> Completion
}

/// A stream: bytes are cut into messages, messages make an answer.
struct PiecewiseAnswer<Splitter: EventSplitter, Assembly: AnswerAssembly>: ChatStream {
    private var splitter: Splitter
    private var assembly: Assembly
    /// The whole body, when it began like a document and not like a stream.
    private var document: [UInt8]?
    private var isBegun = false

    init(_ splitter: Splitter, _ assembly: Assembly) {
        self.splitter = splitter
        self.assembly = assembly
    }

    /// Characters of the answer, and bytes that wait for the rest of their message.
    var length: Int { assembly.text.length + splitter.pending + (document?.count ?? 0) }

    mutating func take(_ bytes: [UInt8]) throws(ModelFault) {
        if !isBegun, let first = bytes.first(where: { !Self.blanks.contains($0) }) {
            isBegun = true
            if first == UInt8(ascii: "<") || !Splitter.begins(with: first) { document = [] }
        }
        guard document == nil else {
            document?.append(contentsOf: bytes)
            return
        }
        for event in try splitter.take(bytes) { try assembly.take(event) }
    }

    consuming func completion() throws(ModelFault) -> Completion {
        if let document {
            return try Assembly.completion(from: WireReply(status: 200, body: document))
        }
        for event in splitter.end() {
            do throws(ModelFault) {
                try assembly.take(event)
            } catch {
                // The rest of a message that was cut does not read well.
                throw error.kind == .malformed ? cut : error
            }
        }
        guard assembly.isComplete, splitter.pending == 0 else { throw cut }
        return try assembly.text.completion()
    }

    private var cut: ModelFault {
        ModelFault(
            .cut, "The answer ended in the middle.", hint: "It is tried again by itself.", usage: assembly.text.usage)
    }

    private static var blanks: [UInt8] { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF] }
}

/// What is known of an answer so far.
struct AnswerText: Sendable {
    var text = ""
    /// The arguments of the tool by which a shape was asked for; when there are any, they are the answer.
    var arguments = ""
    var model: String
    var usage: TokenUsage?
    var finish = Completion.Finish.complete

    init(model: String = "") {
        self.model = model
    }

    var length: Int { text.utf8.count + arguments.utf8.count }

    /// - Throws: `refused`, so that a refusal is never taken for an answer; `malformed` for an answer of nothing.
    func completion() throws(ModelFault) -> Completion {
        if finish == .refused { throw Self.refusal(usage: usage) }
        let answer = arguments.isEmpty ? Thinking.removed(from: text) : arguments
        if finish == .complete, answer.allSatisfy(\.isWhitespace) {
            throw ModelFault(
                .malformed, "The model answered with nothing.",
                hint: "Try another model, or one that does not think before it answers.", usage: usage)
        }
        return Completion(text: answer, model: model, usage: usage, finish: finish)
    }

    /// - Parameter reason: the provider's word for it, such as `SAFETY`.
    static func refusal(reason: String? = nil, usage: TokenUsage? = nil) -> ModelFault {
        let why = reason.map { " (\(ProviderWords.shown($0)))" } ?? ""
        return ModelFault(
            .refused, "The model declined to answer\(why).",
            hint: "The rules stand in. If it happens often, try another model.", usage: usage)
    }
}
