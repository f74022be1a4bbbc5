import JSONText
package import MemoryModel

extension ContentHash {
    package static func of(_ turn: FinishedTurn) -> String {
        var parts = [turn.userText, turn.agentText]
        for call in turn.calls { parts += [call.id ?? "", call.name, call.input.text, call.output ?? ""] }
        return of(parts)
    }
}
