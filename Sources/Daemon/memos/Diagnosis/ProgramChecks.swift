import DaemonClient
import Digest
import RuntimeHome

/// The programs on disk: that they are there, and that they are those that were installed.
struct ProgramChecks {
    func run() -> [DiagnosisCheck] { [programs(), checksums()] }

    private func programs() -> DiagnosisCheck {
        if let daemon = FrontContext.daemonExecutable {
            return .passed("programs", "memos \(ProductVersion.current), \(daemon)")
        }
        return .failed(
            "programs", "memosd was not found",
            hint: "It belongs beside `memos` or in `../libexec`; MEMOS_DAEMON names another place.")
    }

    /// The list that an installation leaves: a digest and a path from the prefix on each line, as `sha256sum` writes it.
    private func checksums() -> DiagnosisCheck {
        let prefix = RuntimeHome(path: FrontContext.executable + "/../..").path
        let list = prefix + "/share/memos/SHA256SUMS"
        guard let bytes = try? PlainFile.read(list) else {
            return .passed("checksums", "there is no \(list): nothing to compare with")
        }
        var count = 0
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { continue }
            let name = words[1].drop { $0 == " " || $0 == "*" }
            let path = name.hasPrefix("/") ? String(name) : prefix + "/" + name
            guard let digest = try? Self.digest(of: path) else {
                return .failed("checksums", "\(path) is missing or cannot be read", hint: Self.mend)
            }
            guard digest == words[0].lowercased() else {
                return .failed("checksums", "\(path) is not the file that was installed", hint: Self.mend)
            }
            count += 1
        }
        return .passed("checksums", "\(count) files are as they were installed")
    }

    private static func digest(of path: String) throws(SystemCallError) -> String {
        SHA256.hexDigest(of: try PlainFile.read(path, limit: 1 << 30))
    }

    private static let mend = "Install again with install.sh."
}
