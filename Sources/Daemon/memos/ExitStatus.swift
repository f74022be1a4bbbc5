import DaemonClient
import MemoryModel

/// The exit codes of every command; `docs/CLI.md` lists them. 2 is not among them: to a host it means "block".
enum ExitStatus {
    static let failure: Int32 = 1
    /// A host's file is not in a form that can be edited safely; nothing was changed.
    static let notEditable: Int32 = 3
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let `internal`: Int32 = 70
    static let cannotWrite: Int32 = 73
    static let temporary: Int32 = 75
    static let misunderstanding: Int32 = 76

    static func of(_ error: ClientError) -> Int32 {
        switch error.kind {
        case .reported: failure
        case .unavailable: error.code == "path_not_writable" ? cannotWrite : unavailable
        case .interrupted: temporary
        case .misunderstanding: misunderstanding
        }
    }

    /// Of an error in work this program does itself.
    static func of(_ error: MemoryError) -> Int32 {
        switch error.code {
        case .invalidArgument: usage
        case .modelInvalid: badData
        case .notFound: noInput
        case .pathNotWritable, .diskFull: cannotWrite
        case .embeddingUnavailable, .llmUnavailable, .llmRateLimited, .llmTimeout, .llmOutputMalformed,
            .hubUnavailable, .hubUntrusted:
            unavailable
        case .deadlineExceeded: temporary
        case .alreadyExists, .hubRefused: failure
        default: `internal`
        }
    }
}

/// Tells a person what went wrong and what to do, on standard error; returns the status to end with.
func complain(_ message: String, hint: String? = nil, status: Int32) -> Int32 {
    let end = message.hasSuffix(".") ? "" : "."
    var text = "memos: \(message)\(end)\n"
    if let hint { text += "  hint: \(hint)\n" }
    Descriptor.writeAll(2, Array(text.utf8))
    return status
}
