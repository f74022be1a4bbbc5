import BinaryText
import Signing

/// A pairing between its two messages, as it lies in the database for a minute. Secret.
struct PairingState: Sendable {
    let keys: AgreedKeys
    /// The client's 16 bytes and the hub's.
    let session: [UInt8]
    let clientShare: [UInt8]
    let hubShare: [UInt8]

    init(keys: AgreedKeys, session: [UInt8], clientShare: [UInt8], hubShare: [UInt8]) {
        self.keys = keys
        self.session = session
        self.clientShare = clientShare
        self.hubShare = hubShare
    }

    /// 128 bytes of keys and three times 32.
    init?(_ text: String) {
        guard let bytes = Base64.bytes(of: text), bytes.count == 224,
            let keys = AgreedKeys(bytes: Array(bytes[..<128]))
        else { return nil }
        self.init(
            keys: keys, session: Array(bytes[128..<160]), clientShare: Array(bytes[160..<192]),
            hubShare: Array(bytes[192...]))
    }

    var text: String { Base64.text(of: keys.bytes + session + clientShare + hubShare) }
}
