/// Reads the statements of one file in order and tells what they do.
struct CommandScreen {
    private let lines: [SourceLine]
    private var ledger: FindingLedger
    /// Names of files that came from a network or a decoder, by the line.
    private var arrivals: [String: (line: Int, isDecoded: Bool)] = [:]
    private var lastSecret: Int?
    private var lastFetch: Int?
    private var lastDecode: Int?
    private var lastSocket: Int?
    private var lastVerify: Int?

    private static let mostArrivals = 200
    /// How many lines apart two halves of one deed may stand.
    private static let reach = 25

    static func read(_ lines: [SourceLine], into ledger: inout FindingLedger) {
        var screen = CommandScreen(lines: lines, ledger: ledger)
        StatementReader.statements(of: lines) { screen.read($0) }
        ledger = screen.ledger
    }

    private init(lines: [SourceLine], ledger: FindingLedger) {
        self.lines = lines
        self.ledger = ledger
    }

    private mutating func read(_ statement: Statement) {
        let number = statement.lines.lowerBound
        if statement.has(.verify) { lastVerify = number }
        if !statement.hits.isEmpty {
            unseen(statement)
            secrets(statement)
            places(statement)
            for rule in CommandRule.all where rule.applies(to: statement) {
                report(
                    rule.kind, rule.severity, rule.says, statement,
                    at: statement.hits.first { rule.signs[0].contains($0.concept) }?.start ?? 0)
            }
        }
        if let target = RemovalReading.target(in: statement) {
            report(.destructive, target.severity, "removes or overwrites much", statement, at: target.offset)
        }
        if let source = PackageReading.doubtful(statement) {
            report(.untrustedSource, source.severity, source.says, statement, at: source.offset)
        }
        arrived(statement)
    }

    private mutating func report(
        _ kind: ScreeningFinding.Kind, _ severity: ScreeningSeverity, _ says: String, _ statement: Statement,
        at offset: Int
    ) {
        let context = StatementContext(statement: statement, line: lines[statement.lines.lowerBound])
        ledger.add(
            kind, context.weighed(severity, at: offset), says, line: lines[statement.lines.lowerBound],
            around: statement.lines.count == 1 ? offset : 0)
    }

    // MARK: What is run unseen

    private mutating func unseen(_ statement: Statement) {
        let number = statement.lines.lowerBound
        if let found = PipeReading(statement: statement).runsUnseen() {
            switch found.source {
            case .fetched:
                report(.remoteCode, .high, CommandRule.runs, statement, at: found.offset)
            case .decoded:
                let isFetched = statement.has(.fetch)
                report(
                    isFetched ? .remoteCode : .encoded, .high, isFetched ? CommandRule.runs : CommandRule.decodes,
                    statement, at: found.offset)
            }
        } else if statement.has(.encodedRun), statement.contains("powershell") || statement.contains("pwsh") {
            report(.encoded, .high, CommandRule.decodes, statement, at: statement.first(.encodedRun)?.start ?? 0)
        }
        if statement.has(.netcatShell), let shell = statement.first(.netcatShell) {
            let word = statement.text[shell.start..<shell.end]
            let isFlag = word.first == UInt8(ascii: "-") && !word.starts(with: "--sh-exec".utf8)
            if !isFlag || statement.contains("nc ") || statement.contains("ncat ") || statement.contains("netcat ")
                || statement.contains("socat ")
            {
                report(.reverseShell, .high, CommandRule.opens, statement, at: shell.start)
            }
        }
        guard statement.role == .code else { return }
        if statement.has(.evaluates), let call = statement.first(.evaluates), Self.isOwnCall(statement, call) {
            if let fetch = lastFetch, number - fetch <= Self.reach {
                report(.remoteCode, .high, CommandRule.runs, statement, at: call.start)
            } else if let decode = lastDecode, number - decode <= Self.reach {
                report(.encoded, .high, CommandRule.decodes, statement, at: call.start)
            }
        }
        if statement.has(.fetch),
            [
                "urlopen", "requests.get", "httpx.get", "fetch(", "https.get", "http.get", "axios.get", "net::http",
                "got(", "urllib2",
            ].contains(where: statement.contains)
        {
            lastFetch = number
        }
        if statement.has(.decode) || statement.has(.codes) && statement.contains("chr(")
            || statement.contains("fromcharcode")
        {
            lastDecode = number
        }
        if statement.has(.socket) { lastSocket = number }
        if let socket = lastSocket, number - socket <= 12, number > socket, statement.has(.duplicate),
            !statement.text.starts(with: "#!".utf8)
        {
            report(.reverseShell, .high, CommandRule.opens, statement, at: statement.first(.duplicate)?.start ?? 0)
        }
    }

    /// `exec(code)`, not `pattern.exec(text)`, nor the shell's `eval "$(ssh-agent)"`.
    private static func isOwnCall(_ statement: Statement, _ hit: PhraseAutomaton.Hit) -> Bool {
        let text = statement.text
        if hit.start > 0, text[hit.start - 1] == UInt8(ascii: ".") { return false }
        return hit.end > 0 && text[hit.end - 1] == UInt8(ascii: "(")
            || text[hit.start..<hit.end].elementsEqual("iex".utf8)
    }

    private mutating func arrived(_ statement: Statement) {
        guard statement.role != .comment else { return }
        let number = statement.lines.lowerBound
        let reading = ArrivalReading(statement: statement)
        let name = statement.role == .prose && statement.isWarned ? nil : reading.executed(of: arrivals)
        if let name, let arrival = arrivals[name] {
            let isVerified = lastVerify.map { $0 >= arrival.line } == true
            if !isVerified, number - arrival.line <= 60 {
                report(
                    arrival.isDecoded ? .encoded : .remoteCode, .high,
                    arrival.isDecoded ? CommandRule.decodes : "runs \(Excerpt.quoted(name)), which came from a network",
                    statement, at: 0)
            }
        }
        guard arrivals.count < Self.mostArrivals else { return }
        for file in reading.files where arrivals[file] == nil {
            arrivals[file] = (number, !statement.has(.fetch))
            if reading.executedAfterwards(file), !statement.has(.verify) {
                report(
                    statement.has(.fetch) ? .remoteCode : .encoded, .high,
                    statement.has(.fetch) ? CommandRule.runs : CommandRule.decodes, statement, at: 0)
            }
        }
    }

    // MARK: What leaves

    private mutating func secrets(_ statement: Statement) {
        let number = statement.lines.lowerBound
        let reading = SecretReading(statement: statement)
        let leaves = reading.leaves
        if let secret = reading.strong ?? reading.weak,
            leaves || reading.isLookup || reading.strong != nil && reading.isSubstituted
        {
            report(.exfiltration, .high, CommandRule.sends, statement, at: secret)
        } else if reading.isEncodedLookup {
            report(
                .exfiltration, .high, "sends what it encodes by the names it looks up", statement,
                at: statement.first(.lookup)?.start ?? 0)
        } else if let token = reading.foreignToken, leaves || statement.has(.fetch) {
            report(.exfiltration, .high, CommandRule.sends, statement, at: token)
        } else if statement.role == .code, leaves, let secret = lastSecret, number - secret <= Self.reach {
            report(.exfiltration, .high, CommandRule.sends, statement, at: 0)
            lastSecret = nil
        }
        if statement.role == .code, reading.isTaken { lastSecret = number }
    }

    // MARK: What stays

    private mutating func places(_ statement: Statement) {
        let reading = PlaceReading(statement: statement)
        for place in reading.written {
            switch place.concept {
            case .keysFile:
                report(.persistence, .high, "lets somebody else's key in", statement, at: place.start)
            case .startFile:
                let isBad = statement.hasAny(
                    .fetch, .decode, .detached, .hiddenPlace, .tampering, .environment, .devTCP, .transmits)
                report(
                    .persistence, isBad ? .high : .low, "changes what every shell starts with", statement,
                    at: place.start)
            case .autostart:
                report(
                    .persistence, reading.isLogin ? .high : .medium, CommandRule.schedules, statement, at: place.start)
            case .gitHook:
                let isBad = statement.hasAny(
                    .fetch, .transmits, .secretPlace, .environment, .hiddenPlace, .decode, .detached)
                let isGlobal =
                    statement.contains("--global") && !statement.contains("core.pager")
                    && !statement.contains("fsmonitor true")
                report(
                    .persistence, isBad || isGlobal ? .high : .low, "changes what Git runs", statement, at: place.start)
            case .hostRules:
                let isBad = statement.has(.ownHost) || reading.imposes
                report(
                    .persistence, isBad ? .high : .medium, "changes what every later session reads", statement,
                    at: place.start)
            case .hostConfig:
                report(
                    .persistence, statement.has(.ownHost) || reading.imposes ? .high : .medium,
                    "changes the configuration of an agent", statement, at: place.start)
            case .lastingRight:
                let isAll = ["nopasswd: all", "nopasswd:all", "all) all"].contains(where: statement.contains)
                report(.privilege, isAll ? .high : .medium, "gives rights that last", statement, at: place.start)
            default: break
            }
        }
        if statement.has(.autostart), statement.hasAny(.hiddenPlace, .fetch, .detached),
            let place = statement.first(.autostart)
        {
            report(.persistence, .high, CommandRule.schedules, statement, at: place.start)
        }
        if statement.has(.schedule), statement.contains("@reboot"), let place = statement.first(.schedule) {
            report(.persistence, .high, CommandRule.schedules, statement, at: place.start)
        }
        if let right = statement.hits.first(where: { $0.concept == .lastingRight }),
            !statement.text[right.start..<right.end].elementsEqual("/etc/sudoers".utf8)
        {
            report(.privilege, .high, "gives rights that last", statement, at: right.start)
        }
        if let mount = statement.first(.hostMount) {
            report(
                .privilege, statement.contains(":ro") || statement.contains("readonly") ? .low : .high,
                "reaches the whole machine from within a container", statement, at: mount.start)
        }
    }
}
