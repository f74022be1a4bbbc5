import ArgumentParser
import DaemonClient
import JSONText

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the whole memory as JSON lines.",
        discussion: "`memos import --restore` reads the file back, here or on another machine."
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl
    }

    @Argument(help: "File to write; standard output without one.", completion: .file())
    var file: String?

    @Option(help: "Form of the export.")
    var format = Format.jsonl

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let session = try target.session()
        var text: [UInt8] = []
        var count = 0
        var cursor: JSON?
        repeat {
            let parameters = JSON.object(present: [("cursor", cursor), ("limit", 500)])
            let page = try reporting { () throws(ClientError) in try session.request("export.page", parameters) }
            for line in page["lines"]?.array ?? [] {
                line.write(to: &text)
                text.append(UInt8(ascii: "\n"))
                count += 1
            }
            cursor = page["nextCursor"]
            if cursor?.isNull == true { cursor = .none }
            if file == nil {
                guard Descriptor.writeAll(1, text) else { throw ExitCode(ExitStatus.cannotWrite) }
                text.removeAll(keepingCapacity: true)
            }
        } while cursor != nil
        guard let file else { return }
        do throws(SystemCallError) {
            try PlainFile.replace(file, with: text)
        } catch {
            throw ExitCode(complain("\(file) cannot be written (\(error))", status: ExitStatus.cannotWrite))
        }
        output.print(["file": .string(file), "lines": JSON(count)]) { _ in "Wrote \(count) lines to \(file).\n" }
    }
}

/// The other direction: `memos import --restore`.
struct Restoration {
    private static let linesAtOnce = 200
    private static let bytesAtOnce = 4 << 20

    let path: String

    func run(_ session: DaemonSession, _ output: OutputOptions) throws {
        let bytes: [UInt8]
        do throws(SystemCallError) {
            bytes = try PlainFile.read(path, limit: 4 << 30)
        } catch {
            throw ExitCode(complain("\(path) cannot be read (\(error))", status: ExitStatus.noInput))
        }
        let bar = ProgressBar()
        var (imported, skipped) = (Int64(0), Int64(0))
        var batch: [JSON] = []
        var size = 0
        func send() throws {
            let result = try reporting { () throws(ClientError) in
                try session.request("export.restore", ["lines": .array(batch)])
            }
            imported += result["imported"]?.int ?? 0
            skipped += result["skipped"]?.int ?? 0
            batch = []
            size = 0
        }
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            do throws(JSONSyntaxError) {
                batch.append(try JSON(parsing: Array(line)))
            } catch {
                let message = "Line \(number + 1) of \(path) is not JSON: \(error)"
                throw ExitCode(
                    complain(message, hint: "Lines before it were restored.", status: ExitStatus.badData))
            }
            size += line.count
            if batch.count >= Self.linesAtOnce || size >= Self.bytesAtOnce { try send() }
            bar.show(done: Int64(line.endIndex), total: Int64(bytes.count))
        }
        if !batch.isEmpty { try send() }
        bar.finish()
        output.print(["imported": JSON(imported), "skipped": JSON(skipped)]) { _ in
            "Restored \(imported) records, skipped \(skipped).\n"
        }
    }
}
