/// The short code of an invitation, as a person reads it out and types it: twelve symbols of Crockford's base 32, which
/// has no I, L, O and U. The first four name the invitation, the other eight are its secret of 40 bits.
package struct PairingCode: Sendable, Equatable {
    /// All twelve, in capitals, without hyphens: what `CodeExchange` takes.
    package let symbols: String

    package var handle: String { String(symbols.prefix(4)) }

    /// For people: `HHHH-SSSS-SSSS`.
    package var text: String { "\(handle)-\(symbols.dropFirst(4).prefix(4))-\(symbols.suffix(4))" }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// A new one.
    package init() {
        symbols = String(RandomBytes.make(12).map { Self.alphabet[Int($0 & 31)] })
    }

    /// Reads what a person typed: in small letters too, with hyphens and spaces anywhere, O for 0, I and L for 1.
    /// - Returns: `nil` when that makes no twelve symbols.
    package init?(_ typed: String) {
        var symbols = ""
        for character in typed.uppercased() where character != "-" && !character.isWhitespace {
            let symbol: Character =
                switch character {
                case "O": "0"
                case "I", "L": "1"
                default: character
                }
            guard Self.alphabet.contains(symbol), symbols.utf8.count < 12 else { return nil }
            symbols.append(symbol)
        }
        guard symbols.utf8.count == 12 else { return nil }
        self.symbols = symbols
    }
}
