/// What a word or a piece of a command is a sign of. A sign alone is no mark of harm; rules put signs together.
enum Concept: UInt8 {
    // Commands.
    case fetch, decode, runs, secretPlace, environment, weakSecret, carries, sink, lookup, devTCP, interactive
    case netcatShell, pipeFile, startFile, keysFile, schedule, autostart, gitHook, hostRules, hostConfig, ownHost, write
    case safetyFlag, coverTracks, miner, wallet, lastingRight, hostMount, rootWipe, bigWipe
    case openIndex, plainIndex, codes, reversed, verify, shellWord, socket, duplicate, encodedRun, hiddenPlace, detached
    case transmits, looseSafety, evaluates, web, rawAddress, dumps, loosePermission, foreignSecret, tampering
    // Prose.
    case drop, prior, all, rules, weakRules, overriding, not, tell, user, telling, without, asking, consent, secretly
    case act, concealing, until, disable, safetyNoun, techNoun, approve, everything, send, privateText, credentials
    case destination, authentication, bring, obey, decoding, always, adding, warning, reluctant, harmless, secretWallet
    case replace, payee, verbs, demands, agentWord, heldBack, show, embed, sinkNoun, visit, runIt, imposed, globalRules,
        lapsed
}

struct ConceptSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ concepts: [Concept] = []) { for concept in concepts { insert(concept) } }

    mutating func insert(_ concept: Concept) {
        if concept.rawValue < 64 { low |= 1 << concept.rawValue } else { high |= 1 << (concept.rawValue - 64) }
    }

    func contains(_ concept: Concept) -> Bool {
        concept.rawValue < 64 ? low >> concept.rawValue & 1 == 1 : high >> (concept.rawValue - 64) & 1 == 1
    }

    func isSuperset(of other: ConceptSet) -> Bool { low & other.low == other.low && high & other.high == other.high }
    func isDisjoint(with other: ConceptSet) -> Bool { low & other.low == 0 && high & other.high == 0 }
}
