import ArgumentParser
import DaemonClient
import JSONText

/// What the commands about policies, world models and skills have in common.
enum LearnedCommand {
    /// A thing of one kind by its id.
    ///
    /// - Parameters:
    ///   - noun: for the error when there is none.
    ///   - list: the command that names them.
    static func show(
        _ id: String, kind: String, noun: String, list: String, _ target: HomeOptions, _ output: OutputOptions,
        text: (JSON) -> String
    ) throws {
        let session = try target.session()
        let found = try? session.request("memory.show", ["id": .string(id)])
        guard let found, found["kind"]?.string == kind else {
            throw ExitCode(
                complain("There is no \(noun) of this id", hint: "\(list) names them.", status: ExitStatus.failure))
        }
        output.print(found, text: text)
    }

    /// A request about one thing that answers with little.
    static func change(
        _ method: String, _ parameters: JSON, said: String, _ target: HomeOptions, _ output: OutputOptions
    ) throws {
        let session = try target.session()
        let answer = try reporting { () throws(ClientError) in try session.request(method, parameters) }
        output.print(answer) { _ in said + "\n" }
    }
}

/// A thing to be changed, and why.
struct ReasonedChange: ParsableArguments {
    @Argument(help: "Its id.")
    var id: String

    @Option(help: "Why; kept in its history.")
    var reason: String?

    var parameters: JSON { .object(present: [("id", .string(id)), ("reason", reason.map(JSON.string))]) }
}

/// How many things of a list to show, and of which project.
struct ListOptions: ParsableArguments {
    @Option(help: "Most lines to show.")
    var limit = 50

    @Option(help: "Only those that hold every word of it.")
    var query: String?

    func validate() throws {
        if limit < 1 || limit > 1000 { throw ValidationError("--limit must be from 1 to 1000.") }
    }
}

enum ItemStatusOption: String, ExpressibleByArgument, CaseIterable {
    case candidate, active, archived
}
