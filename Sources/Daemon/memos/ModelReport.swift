import ArgumentParser
import DaemonClient
import JSONText
import LanguageModels
import MemoryModel
import ModelConversion
import RuntimeHome
import SentenceEncoder

extension WeightsFile.Precision: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument) }
}

extension ModelShelf {
    /// The shelf of the installation this program belongs to.
    static var here: ModelShelf {
        .find(
            executable: FrontContext.executable, workingDirectory: FrontContext.workingDirectory,
            environment: FrontContext.variable, exists: PlainFile.exists)
    }
}

extension ModelCommand {
    /// Runs work on models; its errors become a sentence, a hint and an exit code. An interruption is no error, but
    /// nothing was done either.
    @discardableResult
    static func reporting<Result>(_ work: () throws(MemoryError) -> Result) throws -> Result {
        do throws(MemoryError) {
            return try work()
        } catch {
            if let signal = Interruption.signalNumber {
                throw ExitCode(complain("Interrupted; nothing was changed", status: 128 + signal))
            }
            throw ExitCode(complain(error.message, hint: error.hint, status: ExitStatus.of(error)))
        }
    }

    /// A running daemon takes up another model at once; one that is not running, or is older and does not know how,
    /// does so when it starts.
    static func tellDaemon(_ target: HomeOptions) {
        guard let session = try? DaemonSession(context: target.context, mayStart: false) else { return }
        _ = try? session.request("embedder.reload", patience: 10_000)
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension ShelvedModel {
    var json: JSON {
        var members: [(String, JSON?)] = [
            ("name", .string(name)), ("path", .string(path)), ("bytes", JSON(bytes)),
            ("ok", .bool(content.failure == nil)), ("error", content.failure.map { .string($0.message) }),
        ]
        if let model = try? content.get() { members += model.members }
        return .object(present: members)
    }

    /// A row of the list.
    var row: [String] {
        guard let model = try? content.get() else {
            return [name, "", "", Output.bytes(bytes), "", Output.red(content.failure?.message ?? "")]
        }
        return [
            name, String(model.shape.hidden), model.precision.rawValue, Output.bytes(bytes),
            Output.printable(model.settings.licence), Output.green("usable"),
        ]
    }
}

extension SentenceEncoder {
    /// What a model says about itself.
    fileprivate var members: [(String, JSON?)] {
        func prefix(_ text: String) -> JSON? { text.isEmpty ? .none : .string(Output.printable(text)) }
        return [
            ("revision", .string(model.revision)), ("dimensions", JSON(shape.hidden)),
            ("precision", .string(precision.rawValue)), ("licence", .string(Output.printable(settings.licence))),
            ("layers", JSON(shape.layers)), ("vocabulary", JSON(shape.vocabulary)),
            ("maximumTokens", JSON(settings.maximumTokens)), ("pooling", .string(settings.pooling.rawValue)),
            ("queryPrefix", prefix(settings.queryPrefix)), ("documentPrefix", prefix(settings.documentPrefix)),
        ]
    }
}
