import DaemonClient
import JSONText

/// The command a host runs for an event, in the form in which it stands in the host's files.
package enum HookLine: Sendable, Equatable {
    /// Program and words; no shell sees them.
    case direct([String])
    /// A line for the shell.
    case shell(String)

    package var text: String {
        switch self {
        case .direct(let words): words.joined(separator: " ")
        case .shell(let line): line
        }
    }

    /// Runs it as the host does; output is the text for the host.
    func send(_ payload: JSON, event: String) throws(RehearsalFault) -> ChildProcess.Run {
        let (program, words) =
            switch self {
            case .direct(let words): (words.first ?? "", Array(words.dropFirst()))
            case .shell(let line): ("/bin/sh", ["-c", line])
            }
        let run: ChildProcess.Run?
        do throws(SystemCallError) {
            run = try ChildProcess.run(program, words, input: payload.utf8Text, milliseconds: Self.patience)
        } catch {
            throw RehearsalFault(reason: "the hook cannot be run (\(error))")
        }
        guard let run else { throw RehearsalFault(reason: "the hook did not end in time at \(event)") }
        guard run.status == 0 else { throw RehearsalFault(reason: "the hook ended with \(run.status) at \(event)") }
        return run
    }

    /// What the most patient of hosts waits.
    private static let patience = 6_000
}

/// Why a rehearsal could not be played to its end.
struct RehearsalFault: Error {
    let reason: String
}
