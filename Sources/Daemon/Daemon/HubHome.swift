import BinaryText
import DaemonConfiguration
import HubServer
import JSONText
import MemoryModel
import Signing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder of a hub: its key, its database, its log.
struct HubHome: Sendable {
    let path: String

    /// The seed of the hub's Ed25519 key, from which its certificate follows.
    var key: String { path + "/hub.key" }
    var database: String { path + "/hub.db" }
    var lock: String { path + "/hub.lock" }
    var log: String { path + "/logs/hub.log" }
    /// Where the running hub is reached, for `hub invite`.
    var runRecord: String { path + "/hub.json" }

    /// Makes the folder, private, and the key when there is none.
    func prepare() throws(MemoryError) -> HubCredentials {
        try HomeFolder.preparePrivate(path)
        try HomeFolder.preparePrivate(path + "/logs")
        if let credentials = try credentials() { return credentials }
        let fresh = SigningKey()
        try PrivateFile.replace(key, with: Hexadecimal.text(of: fresh.seed) + "\n")
        return HubCredentials(key: fresh)
    }

    /// - Returns: `nil` when there is no key yet.
    func credentials() throws(MemoryError) -> HubCredentials? {
        guard let bytes = try PrivateFile.read(key, limit: 4096) else { return nil }
        guard !SystemFacts.isOpenToOthers(key) else {
            throw MemoryError(
                .configInvalid, "Others than you may read \(key), so it is no secret any more.",
                hint: "If nobody had it, take their rights away (chmod 600) and start again; otherwise make a new hub.")
        }
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        guard let seed = Hexadecimal.bytes(of: text), let key = SigningKey(seed: seed) else {
            throw MemoryError(
                .configInvalid, "\(self.key) is no key of a hub.",
                hint: "Put the key of its backup back. Without it members have to join a new hub.")
        }
        return HubCredentials(key: key)
    }

    func writeRunRecord(address: String) {
        _ = SystemFacts.replaceFile(runRecord, with: (["address": .string(address)] as JSON).text)
    }

    func removeRunRecord() { unlink(runRecord) }

    /// Where the hub was told to be reached, while it runs.
    var address: String? {
        let record = SystemFacts.readFile(runRecord).flatMap { try? JSON(parsing: $0) }
        return record?["address"]?.string
    }
}
