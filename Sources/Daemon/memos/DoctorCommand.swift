import ArgumentParser
import JSONText

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that memories are really written and recalled.",
        discussion: """
            Starts the daemon when need be, then writes a memory and recalls it through the command the host runs. \
            The sessions it makes are called memos-doctor-…. Ends with 1 when a check fails.
            """
    )

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        var diagnosis = Diagnosis(target)
        diagnosis.run()
        let isOK = diagnosis.checks.allSatisfy(\.isOK)
        output.print(["ok": .bool(isOK), "checks": .array(diagnosis.checks.map(\.json))]) { _ in
            let rows = diagnosis.checks.flatMap { check in
                let mark = check.isOK ? Output.green("ok") : Output.red("fail")
                return [[mark, check.name, check.detail]] + (check.hint.map { [["", "", "hint: " + $0]] } ?? [])
            }
            return Output.table(rows)
        }
        if !isOK { throw ExitCode(ExitStatus.failure) }
    }
}
