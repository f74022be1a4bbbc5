/// A mark of harm in sentences: signs that follow each other closely.
struct ProseRule: Sendable {
    struct Step: Sendable {
        let concepts: [Concept]
        /// Bytes between the end of the step before and this one, at most.
        let gap: Int

        init(_ concepts: Concept..., within gap: Int = 0) {
            self.concepts = concepts
            self.gap = gap
        }
    }

    let kind: ScreeningFinding.Kind
    var severity = ScreeningSeverity.high
    let steps: [Step]
    /// Signs in the same sentence that make it harmless.
    var unless: [Concept] = []
    /// Whether a full stop may stand between the steps.
    var crossesSentences = false
    /// A “not” anywhere before it in the sentence speaks against it, else only one close by.
    var isNegatedFromAfar = false
    /// Whether its first step is itself a “not”.
    var isNegation = false
    /// What the text does: the end of “Line 3 of “SKILL.md” …”.
    let says: String

    static let all: [ProseRule] = [
        .init(
            kind: .override, steps: [.init(.drop), .init(.prior, within: 30), .init(.rules, within: 30)], says: drops),
        .init(kind: .override, steps: [.init(.drop), .init(.all, within: 20), .init(.rules, within: 30)], says: drops),
        .init(
            kind: .override, steps: [.init(.drop), .init(.rules, within: 16), .init(.prior, within: 24)], says: drops),
        .init(
            kind: .override, steps: [.init(.drop), .init(.prior, within: 16), .init(.weakRules, within: 20)],
            says: drops),
        .init(
            kind: .override,
            steps: [.init(.prior, .all), .init(.rules, .weakRules, within: 30), .init(.lapsed, within: 30)],
            unless: [.techNoun], says: drops),
        .init(kind: .override, steps: [.init(.overriding)], says: "tells the agent whom to obey, or what it now is"),
        .init(
            kind: .override, steps: [.init(.not), .init(.tell, within: 16), .init(.user, within: 26)], unless: [.until],
            isNegation: true, says: hides),
        .init(
            kind: .override, steps: [.init(.not), .init(.show, within: 16), .init(.heldBack, within: 12)],
            unless: [.until], isNegation: true, says: hides),
        .init(
            kind: .override, steps: [.init(.without), .init(.telling, within: 12), .init(.user, within: 24)],
            isNegatedFromAfar: true, says: hides),
        .init(kind: .override, steps: [.init(.concealing)], unless: [.until], says: hides),
        .init(
            kind: .override, steps: [.init(.secretly), .init(.act, within: 14)], isNegatedFromAfar: true,
            says: "tells the agent to do something unseen"),
        .init(
            kind: .safety, steps: [.init(.without), .init(.asking, within: 10), .init(.consent, within: 20)],
            unless: [.harmless], isNegatedFromAfar: true, says: unasked),
        .init(
            kind: .safety, steps: [.init(.not), .init(.asking, within: 6), .init(.consent, within: 20)],
            unless: [.harmless, .until], isNegation: true, says: unasked),
        .init(
            kind: .safety, steps: [.init(.disable), .init(.safetyNoun, within: 24)], unless: [.techNoun],
            says: "tells the agent to switch a protection off"),
        .init(
            kind: .safety, steps: [.init(.approve), .init(.everything, within: 20)], unless: [.harmless],
            says: "tells the agent or the user to allow everything"),
        .init(
            kind: .exfiltration,
            steps: [.init(.send), .init(.privateText, within: 90), .init(.destination, .sinkNoun, within: 140)],
            crossesSentences: true, says: sends),
        .init(
            kind: .exfiltration,
            steps: [.init(.privateText), .init(.send, within: 140), .init(.destination, .sinkNoun, within: 100)],
            crossesSentences: true, says: sends),
        .init(
            kind: .exfiltration,
            steps: [.init(.embed), .init(.privateText, within: 80), .init(.sinkNoun, within: 140)],
            crossesSentences: true, says: sends),
        .init(
            kind: .exfiltration, steps: [.init(.privateText), .init(.embed, within: 90), .init(.sinkNoun, within: 90)],
            crossesSentences: true, says: sends),
        .init(
            kind: .exfiltration,
            steps: [.init(.sinkNoun), .init(.embed, .send, within: 60), .init(.privateText, within: 60)],
            says: sends),
        .init(
            kind: .exfiltration,
            steps: [.init(.send), .init(.credentials, within: 70), .init(.destination, .sinkNoun, within: 80)],
            unless: [.authentication], says: sends),
        .init(
            kind: .remoteCode,
            steps: [.init(.bring), .init(.destination, within: 100), .init(.obey, .runIt, within: 120)],
            unless: [.verify], crossesSentences: true, says: obeys),
        .init(
            kind: .remoteCode, steps: [.init(.visit), .init(.destination, within: 100), .init(.obey, within: 120)],
            unless: [.verify], crossesSentences: true, says: obeys),
        .init(
            kind: .remoteCode, steps: [.init(.obey, .runIt), .init(.destination, within: 40)], unless: [.verify],
            says: obeys),
        .init(
            kind: .remoteCode, steps: [.init(.destination), .init(.bring, within: 60), .init(.runIt, within: 40)],
            unless: [.verify], says: obeys),
        .init(
            kind: .remoteCode, steps: [.init(.destination), .init(.runIt, within: 40)], unless: [.verify], says: obeys),
        .init(
            kind: .exfiltration,
            steps: [.init(.send, .embed), .init(.destination, .sinkNoun, within: 40), .init(.privateText, within: 60)],
            unless: [.authentication], says: sends),
        .init(
            kind: .persistence,
            steps: [
                .init(.hostRules, .hostConfig, .startFile), .init(.secretly, within: 30), .init(.adding, within: 20),
            ],
            says: stays),
        .init(
            kind: .encoded, steps: [.init(.decoding), .init(.obey, .runIt, within: 100)], unless: [.verify],
            crossesSentences: true, says: "tells the agent to act on text that only a decoder can read"),
        .init(
            kind: .persistence,
            steps: [
                .init(.adding), .init(.hostRules, .hostConfig, .startFile, within: 90), .init(.imposed, within: 120),
            ],
            crossesSentences: true, says: stays),
        .init(
            kind: .persistence,
            steps: [
                .init(.imposed), .init(.adding, within: 60), .init(.hostRules, .hostConfig, .startFile, within: 90),
            ],
            says: stays),
        .init(
            kind: .persistence, severity: .medium,
            steps: [
                .init(.adding), .init(.hostRules, .hostConfig, .startFile, within: 90), .init(.always, within: 120),
            ],
            says: stays),
        .init(kind: .persistence, steps: [.init(.adding), .init(.globalRules, within: 90)], says: stays),
        .init(
            kind: .theft, steps: [.init(.demands), .init(.secretWallet, within: 40)],
            says: "is after the keys of a wallet"),
        .init(
            kind: .theft, steps: [.init(.replace), .init(.payee, within: 40)],
            says: pays),
        .init(kind: .theft, steps: [.init(.payee), .init(.replace, within: 24)], unless: [.verify], says: pays),
    ]

    private static let pays = "changes to whom money goes"
    private static let drops = "tells the agent to drop its instructions"
    private static let hides = "tells the agent to hide something from its user"
    private static let unasked = "tells the agent to act without anybody's consent"
    private static let sends = "sends private text or secrets to a network address"
    private static let obeys = "has the agent run or obey what it fetches from a network"
    private static let stays = "changes what every later session reads or starts"
}
