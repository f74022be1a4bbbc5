package import MemoryModel

extension FaultFamily {
    /// What kind of fault the lines of an output tell of: the first family, in the order of the table, one of whose
    /// sayings they have.
    ///
    /// - Returns: `nil` for words that name no known fault.
    package static func of(_ text: String) -> FaultFamily? { reading(text)?.family }

    /// The family with the saying that gave it: a word of ours, which can be shown where the output cannot.
    package static func reading(_ text: String) -> (family: FaultFamily, saying: String)? {
        FaultSayings.first(in: text).map { ($0.family, $0.text) }
    }

    /// The family of a step's fault, by what it said and by its error marks; `other` when it failed without a known
    /// saying, `nil` when it did not fail.
    package static func of(_ trace: Trace) -> FaultFamily? {
        guard trace.outcome != .success else { return nil }
        if let family = reading(trace)?.family { return family }
        return trace.outcome == .failure || !trace.errors.isEmpty ? .other : nil
    }

    /// What a step that did not pass says, its error marks first.
    package static func reading(_ trace: Trace) -> (family: FaultFamily, saying: String)? {
        guard trace.outcome != .success else { return nil }
        let told = (trace.errors.map(\.signature) + [trace.call?.errorCode ?? ""]).joined(separator: "\n")
        return reading(told) ?? reading(trace.call?.output ?? "")
    }
}
