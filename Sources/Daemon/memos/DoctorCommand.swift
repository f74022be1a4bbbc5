import ArgumentParser
import JSONText
import RuntimeHome

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that memories are really written and recalled.",
        discussion: """
            Starts the daemon when need be, then writes a memory and recalls it through the command the host runs. With \
            --deep it does so in each host itself: its own program with its own settings, against a model that is played \
            on this machine. What was written is forgotten afterwards. Ends with 1 when a check fails; the last line \
            names each fault and its mend.
            """
    )

    @Flag(help: "Play a turn in each host that is wired, up to a minute.")
    var deep = false

    @Option(help: "Only this host.")
    var host: Agent?

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        var diagnosis = Diagnosis(target, host: host)
        diagnosis.run(isDeep: deep)
        let faults = diagnosis.faults
        let result: JSON = [
            "ok": .bool(faults.isEmpty), "checks": .array(diagnosis.checks.map(\.json)),
            "faults": .array(faults.map(\.json)),
        ]
        output.print(result) { _ in
            Output.table(diagnosis.checks.flatMap(Self.rows)) + Self.lastLine(faults)
        }
        if !faults.isEmpty { throw ExitCode(ExitStatus.failure) }
    }

    private static func rows(_ check: DiagnosisCheck) -> [[String]] {
        let mark =
            switch check.state {
            case .ok: Output.green("ok")
            case .warning: "look"
            case .failed: Output.red("fail")
            }
        let detail = Output.printable(check.detail)
        return [[mark, check.title, detail]] + (check.hint.map { [["", "", "hint: " + Output.printable($0)]] } ?? [])
    }

    private static func lastLine(_ faults: [DiagnosisCheck]) -> String {
        if faults.isEmpty { return "All is well.\n" }
        let named = faults.map { "\($0.title): \($0.hint ?? $0.detail)" }.joined(separator: " | ")
        return "\(faults.count) fault\(faults.count == 1 ? "" : "s"): \(Output.printable(named))\n"
    }
}
