import BinaryText
import DaemonConfiguration
import JSONText
import MemoryModel
import Signing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// By what a hub knows this device. Shows itself to nobody: it is neither in the database nor in an export or a log.
struct DeviceSecret: Sendable {
    /// The hub's id.
    var hub: String
    var key: SigningKey
    var token: String
    var tokenAt: Timestamp
    /// The one before: a hub that was set back to an older backup knows that one only.
    var earlierToken: String?
}

/// Where it lies: one private file, replaced as a whole.
struct HubKeyFile: Sendable {
    /// Its folder is made when it is needed.
    let folder: String
    let path: String

    /// - Returns: `nil` when there is none.
    /// - Throws: `hub_refused` for a file that is damaged; `config_invalid` when it cannot be read.
    func load() throws(MemoryError) -> DeviceSecret? {
        guard let bytes = try PrivateFile.read(path, limit: 65_536) else { return nil }
        guard let json = try? JSON(parsing: bytes), let hub = json["hub"]?.string, let token = json["token"]?.string,
            let key = json["seed"]?.string.flatMap(Hexadecimal.bytes(of:)).flatMap(SigningKey.init(seed:))
        else {
            throw MemoryError(
                .hubRefused, "The key of this device at \(path) is damaged.",
                details: ["reason": "key"], hint: "Leave the hub and join it again with a new code.")
        }
        return DeviceSecret(
            hub: hub, key: key, token: token, tokenAt: json["tokenAt"]?.int ?? 0,
            earlierToken: json["earlierToken"]?.string)
    }

    /// - Throws: `config_write_failed`.
    func save(_ secret: DeviceSecret) throws(MemoryError) {
        mkdir(folder, 0o700)
        let json = JSON.object(present: [
            ("hub", .string(secret.hub)), ("seed", .string(Hexadecimal.text(of: secret.key.seed))),
            ("token", .string(secret.token)), ("tokenAt", JSON(secret.tokenAt)),
            ("earlierToken", secret.earlierToken.map(JSON.string)),
        ])
        try PrivateFile.replace(path, with: json.text + "\n")
    }

    /// - Throws: `path_not_writable`.
    func remove() throws(MemoryError) {
        guard unlink(path) != 0, errno != ENOENT, errno != ENOTDIR else { return }
        throw MemoryError(
            .pathNotWritable, "The key of this device at \(path) cannot be removed.",
            hint: "Remove the file by hand; with it this machine can speak for you.")
    }
}
