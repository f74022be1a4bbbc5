import ArgumentParser
import DaemonClient
import JSONText

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one thing of the memory: a trace, turn, episode, session, policy, world model or skill."
    )

    @Argument(help: "Its id, as `memos search` prints it.")
    var id: String

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let session = try target.session()
        let thing = try reporting { () throws(ClientError) in
            try session.request("memory.show", ["id": .string(id)])
        }
        output.print(thing) { thing in
            switch thing["kind"]?.string {
            case "policy": LearnedText.policy(thing)
            case "world_model": LearnedText.worldModel(thing)
            case "skill": LearnedText.skill(thing)
            default: Self.text(thing)
            }
        }
    }

    /// Single values in a table, long texts below it.
    private static func text(_ thing: JSON) -> String {
        var rows: [[String]] = []
        var texts = ""
        for member in thing.object?.members ?? [] {
            switch member.value {
            case .string(let value) where value.contains("\n") || value.count > 60:
                texts += "\n" + Output.bold(member.key) + "\n" + Output.printable(value) + "\n"
            case .string(let value): rows.append([Output.dim(member.key), Output.printable(value)])
            case .null: break
            case .array(let values) where values.isEmpty: break
            case .array, .object:
                texts += "\n" + Output.bold(member.key) + "\n" + Output.printable(member.value.prettyText) + "\n"
            case .bool, .integer, .double, .literal: rows.append([Output.dim(member.key), member.value.text])
            }
        }
        return Output.table(rows) + texts
    }
}
