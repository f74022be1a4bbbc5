/// Which names say that their value is secret.
enum SecretNames {
    enum Class: Sendable {
        case password, token, authorization, cookie
    }

    /// A name without its separators, in lower case: `DB_PASSWORD` and `dbPassword` are both `dbpassword`.
    static func classify(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Class? {
        guard range.count >= 2, couldEnd(bytes[range.upperBound - 1]) else { return nil }
        var name: [UInt8] = []
        var lastComponent: [UInt8] = []
        for index in max(range.lowerBound, range.upperBound - 64)..<range.upperBound {
            let byte = bytes[index]
            if Byte.isAlphanumeric(byte) {
                if Byte.isUpper(byte), index > range.lowerBound, Byte.isLower(bytes[index - 1]) { lastComponent = [] }
                name.append(Byte.lowercased(byte))
                lastComponent.append(Byte.lowercased(byte))
            } else {
                lastComponent = []
            }
        }
        let text = String(decoding: name, as: UTF8.self)
        if notSecret.contains(where: text.hasSuffix) { return nil }
        if text == "cookie" || text == "setcookie" { return .cookie }
        if text.hasSuffix("authorization") { return .authorization }
        if passwords.contains(where: text.hasSuffix) { return .password }
        if tokens.contains(where: text.hasSuffix) { return .token }
        switch String(decoding: lastComponent, as: UTF8.self) {
        case "pass", "pw": return .password
        case "auth": return .authorization
        case "creds": return .token
        default: return nil
        }
    }

    /// The last letters of all names below: a cheap first look.
    private static func couldEnd(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "d"), UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "y"), UInt8(ascii: "n"),
            UInt8(ascii: "s"), UInt8(ascii: "h"), UInt8(ascii: "w"), UInt8(ascii: "l"):
            return true
        default: return false
        }
    }

    private static let passwords = ["password", "passwd", "passphrase", "passcode", "pwd", "dbpass", "userpass"]
    private static let tokens = [
        "token", "secret", "apikey", "accesskey", "secretkey", "privatekey", "authkey", "accountkey",
        "sharedaccesskey", "signingkey", "encryptionkey", "masterkey", "subscriptionkey", "servicekey", "deploykey",
        "credential", "credentials", "sessionkey", "webhooksecret", "appkey", "licensekey",
    ]
    private static let notSecret = [
        "nexttoken", "pagetoken", "continuationtoken", "cancellationtoken", "canceltoken", "eostoken", "bostoken",
        "padtoken", "unktoken", "septoken", "clstoken", "masktoken", "specialtoken", "starttoken", "endtoken",
        "stoptoken", "currenttoken", "lasttoken", "firsttoken", "publictoken", "pertoken", "synctoken", "bytoken",
        "forgotpassword", "resetpassword", "changepassword", "nopassword", "showpassword", "hidepassword",
        "oldpwd", "bypass", "lightpass", "renderpass",
    ]
}
