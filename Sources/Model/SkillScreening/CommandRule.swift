/// A mark of harm in one statement, by the signs in it.
struct CommandRule: Sendable {
    let kind: ScreeningFinding.Kind
    var severity = ScreeningSeverity.high
    /// One of each row must be there; what is shown is the first.
    let signs: [[Concept]]
    var without: [Concept] = []
    let says: String

    func applies(to statement: Statement) -> Bool {
        signs.allSatisfy { $0.contains(where: statement.signs.contains) }
            && !without.contains(where: statement.signs.contains)
    }

    static let all: [CommandRule] = [
        .init(kind: .reverseShell, signs: [[.devTCP], [.interactive]], says: opens),
        .init(kind: .reverseShell, severity: .low, signs: [[.devTCP]], says: "opens a connection by hand"),
        .init(kind: .reverseShell, signs: [[.pipeFile], [.transmits]], says: opens),
        .init(kind: .reverseShell, signs: [[.socket], [.duplicate]], says: opens),
        .init(kind: .safety, signs: [[.safetyFlag]], says: "switches a protection off or allows everything unasked"),
        .init(kind: .safety, signs: [[.coverTracks]], says: "removes the traces of what was done"),
        .init(kind: .safety, severity: .low, signs: [[.looseSafety]], says: "loosens a protection"),
        .init(kind: .theft, signs: [[.miner]], says: "mines for somebody else"),
        .init(
            kind: .theft, signs: [[.wallet], [.transmits, .carries, .write, .fetch]], says: "takes the keys of a wallet"
        ),
        .init(kind: .exfiltration, signs: [[.dumps]], says: "collects passwords or keystrokes"),
        .init(kind: .persistence, signs: [[.schedule], [.hiddenPlace, .decode, .devTCP, .detached]], says: schedules),
        .init(kind: .persistence, severity: .medium, signs: [[.schedule]], says: schedules),
        .init(kind: .persistence, severity: .medium, signs: [[.autostart], [.write]], says: schedules),
        .init(kind: .obfuscated, signs: [[.tampering]], says: "puts something of its own in place of a known command"),
        .init(kind: .privilege, severity: .low, signs: [[.loosePermission]], says: "takes wide rights"),
        .init(kind: .destructive, signs: [[.rootWipe]], says: "wipes a disk or a whole system"),
        .init(kind: .destructive, severity: .medium, signs: [[.bigWipe]], says: "removes or overwrites much"),
        .init(
            kind: .untrustedSource, severity: .low, signs: [[.plainIndex]], says: "takes packages from an own address"),
    ]

    static let opens = "hands a shell to whoever listens at an address"
    static let schedules = "installs something that runs again by itself"
    static let sends = "sends secrets or private text of this machine to an address"
    static let runs = "runs what it fetches from a network"
    static let decodes = "runs what only a decoder can read"
}
