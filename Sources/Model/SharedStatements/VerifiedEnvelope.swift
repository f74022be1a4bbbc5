import BinaryText
import Digest
package import JSONText
package import Signing

/// SHA-256 of a payload, 64 hexadecimal digits: the address of a statement.
package typealias EnvelopeID = String

/// A statement whose form and signature are right. Whether its signer may say it, `TeamState` tells.
package struct VerifiedEnvelope: Sendable, Equatable {
    package let id: EnvelopeID
    package let signer: VerifyingKey
    /// The id of the hub it was said to.
    package let hub: String
    /// Milliseconds since 1970 by the signer's clock: told, never trusted.
    package let at: Int64
    package let statement: Statement
    /// Canonical JSON: the bytes the signature is over, behind `context`.
    package let payload: [UInt8]
    /// 64 bytes.
    package let signature: [UInt8]

    private static let context = Array("memos-statement-v1\n".utf8)

    /// From the wire: `{"payload": base 64, "signer": hex, "signature": base 64}`.
    package init(json: JSON) throws(StatementFault) {
        let (payload, signer, signature) = try Self.parts(of: json)
        guard signer.isValid(signature: signature, for: Self.context + payload) else {
            throw StatementFault(.wrongSignature, "The signature is not its signer's over this payload.")
        }
        try self.init(payload: payload, signer: signer, signature: signature)
    }

    /// From this program's own store, where it was put after its signature had been checked: all but that is checked.
    package init(stored json: JSON) throws(StatementFault) {
        let (payload, signer, signature) = try Self.parts(of: json)
        try self.init(payload: payload, signer: signer, signature: signature)
    }

    package var json: JSON {
        [
            "payload": .string(Base64.text(of: payload)), "signer": .string(signer.hex),
            "signature": .string(Base64.text(of: signature)),
        ]
    }

    fileprivate init(payload: [UInt8], signedBy key: SigningKey) throws(StatementFault) {
        try self.init(
            payload: payload, signer: key.verifyingKey, signature: key.signature(for: Self.context + payload))
    }

    private init(payload: [UInt8], signer: VerifyingKey, signature: [UInt8]) throws(StatementFault) {
        guard payload.count <= StatementRules.maximumBytes else { throw Self.tooLarge }
        let value: JSON
        do throws(JSONSyntaxError) {
            value = try JSON(parsing: payload)
        } catch {
            throw StatementFault(.malformed, "The payload is no JSON: \(error).")
        }
        guard try value.canonicalBytes() == payload else {
            throw StatementFault(.notCanonical, "The payload is not in the one form that is signed.")
        }
        statement = try Statement(value)
        guard let hub = value["hub"]?.string, Self.isHub(hub) else {
            throw StatementFault(.invalidStatement, "“hub” must be 1 to 64 of the characters a–z, 0–9 and “-”.")
        }
        guard case .integer(let milliseconds)? = value["at"], milliseconds >= 0 else {
            throw StatementFault(.invalidStatement, "“at” must be milliseconds since 1970.")
        }
        guard value["signer"]?.string == signer.hex else {
            throw StatementFault(.wrongSignature, "The payload names another signer than the envelope.")
        }
        id = SHA256.hexDigest(of: payload)
        at = milliseconds
        self.hub = hub
        self.payload = payload
        self.signer = signer
        self.signature = signature
    }

    private static func parts(
        of json: JSON
    ) throws(StatementFault) -> (payload: [UInt8], signer: VerifyingKey, signature: [UInt8]) {
        guard case .object(let object) = json, object.members.count == 3, let text = object["payload"]?.string,
            let signer = object["signer"]?.string.flatMap(VerifyingKey.init(hex:)),
            let signature = object["signature"]?.string.flatMap({ Base64.bytes(of: $0) }), signature.count == 64
        else { throw StatementFault(.malformed, "An envelope has payload, signer and signature, and nothing else.") }
        // Before anything is made of it: four characters stand for three bytes.
        guard text.utf8.count <= (StatementRules.maximumBytes + 2) / 3 * 4 else { throw tooLarge }
        guard let payload = Base64.bytes(of: text) else {
            throw StatementFault(.malformed, "The payload is not in base 64.")
        }
        return (payload, signer, signature)
    }

    private static let tooLarge = StatementFault(.tooLarge, "A statement has at most 1 MiB.")

    private static func isHub(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
    }
}

extension SigningKey {
    /// - Parameters:
    ///   - hub: its id.
    ///   - milliseconds: since 1970.
    /// - Throws: what would make others refuse it: too large, a fraction in a form, a name too long.
    package func sign(
        _ statement: Statement, hub: String, at milliseconds: Int64
    ) throws(StatementFault) -> VerifiedEnvelope {
        let payload = statement.payload(hub: hub, at: milliseconds, signer: verifyingKey)
        return try VerifiedEnvelope(payload: payload.canonicalBytes(), signedBy: self)
    }
}
