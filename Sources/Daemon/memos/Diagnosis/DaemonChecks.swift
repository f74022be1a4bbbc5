import DaemonClient
import JSONText
import RuntimeHome

/// The daemon: that it starts, is of our version and answers; then what it says of itself.
struct DaemonChecks {
    let context: FrontContext

    func run() -> (session: DaemonSession?, checks: [DiagnosisCheck]) {
        let session: DaemonSession
        do throws(ClientError) {
            session = try DaemonSession(context: context, mayStart: true)
        } catch {
            return (
                nil, [.failed("daemon", error.message, hint: error.hint ?? "memos daemon in a terminal shows why.")]
            )
        }
        let answer: JSON
        do throws(ClientError) {
            answer = try session.request("doctor.run", patience: Self.patience)
        } catch {
            let hint = error.hint ?? "Run `memos stop`; the next use starts the daemon installed with this program."
            return (session, [version(session), .failed("daemon", error.message, hint: hint)])
        }
        var checks = (answer["checks"]?.array ?? []).map(DiagnosisCheck.init(daemons:))
        if let index = checks.firstIndex(where: { $0.name == "viewer" && $0.state != .failed }),
            let fault = viewerFault(session)
        {
            checks[index] = fault
        }
        return (session, [version(session)] + checks)
    }

    private func version(_ session: DaemonSession) -> DiagnosisCheck {
        let version = session.greeting.version?.description ?? "unknown"
        if version == ProductVersion.current.description {
            return .passed("daemon", "version \(version), process \(session.greeting.pid)")
        }
        return .failed(
            "daemon", "version \(version), but this is \(ProductVersion.current)",
            hint: "Run `memos stop`; the next use starts the daemon installed with this program.")
    }

    /// That the daemon listens does not mean that somebody hears it.
    private func viewerFault(_ session: DaemonSession) -> DiagnosisCheck? {
        guard let status = try? session.request("core.status", patience: Self.patience),
            let port = status["viewer"]?["port"]?.int.flatMap(UInt16.init(exactly:))
        else { return nil }
        guard let code = ViewerProbe.healthStatus(port: port, milliseconds: 500) else {
            return .failed("viewer", "nobody answers on 127.0.0.1:\(port)", hint: "Run `memos stop`, then try again.")
        }
        if code == 200 { return nil }
        return .failed("viewer", "health answers with status \(code)", hint: "Run `memos logs --level warning`.")
    }

    private static let patience = 5_000
}
