/// Letters that look like small or capital Latin letters: full width, mathematical, enclosed, Cyrillic, Greek,
/// Armenian, Cherokee and with marks.
enum Confusables {
    /// The ASCII character that a scalar is taken for, in lower case; `nil` when it looks like none.
    static func plain(of scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0xFF01...0xFF5E: lowercased(UInt8(scalar.value - 0xFF01 + 0x21))
        case 0x1D400...0x1D6A3: UInt8(ascii: "a") + UInt8((scalar.value - 0x1D400) % 52 % 26)
        case 0x1D7CE...0x1D7FF: UInt8(ascii: "0") + UInt8((scalar.value - 0x1D7CE) % 10)
        case 0x24B6...0x24E9: UInt8(ascii: "a") + UInt8((scalar.value - 0x24B6) % 26)
        case 0x249C...0x24B5: UInt8(ascii: "a") + UInt8(scalar.value - 0x249C)
        case 0x1F110...0x1F129: UInt8(ascii: "a") + UInt8(scalar.value - 0x1F110)
        case 0x1F130...0x1F149: UInt8(ascii: "a") + UInt8(scalar.value - 0x1F130)
        case 0x1F150...0x1F169: UInt8(ascii: "a") + UInt8(scalar.value - 0x1F150)
        case 0x1F170...0x1F189: UInt8(ascii: "a") + UInt8(scalar.value - 0x1F170)
        default: table[scalar.value]
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// For each ASCII character, what is taken for it.
    private static let lookalikes: [(Character, String)] = [
        ("a", "аАΑαɑàáâãäåāăąÀÁÂÃÄÅĀĂĄᴀⲁ"), ("b", "ВвЬьΒβʙƄ"), ("c", "сСϲϹçćčÇĆČᴄⅽ"), ("d", "ԁԀďđĎĐᴅⅾժ"),
        ("e", "еЕЁёΕεèéêëēėęěÈÉÊËĒĖĘĚᴇҽ℮"), ("f", "ƒϝꜰ"), ("g", "ցɡğģĞĢɢԍ"), ("h", "һНнΗηʜհ"),
        ("i", "іІΙιìíîïīįıÌÍÎÏĪĮİɪⅰ"), ("j", "јЈϳʝᴊ"), ("k", "кКΚκķĶᴋ"), ("l", "ӏłŁĺļľⅼʟǀ"), ("m", "мМΜᴍⅿ"),
        ("n", "пΝνñńņňÑŃŇɴո"), ("o", "оОΟοσòóôõöøōőÒÓÔÕÖØŌŐᴏօ"), ("p", "рРΡρᴘ"), ("q", "ԛզ"), ("r", "гЯяŕřŔŘʀꮁ"),
        ("s", "ѕЅśşšŚŞŠꜱ"), ("t", "тТΤτţťŢŤᴛ"), ("u", "υцսùúûüūůűÙÚÛÜŪŮŰᴜ"), ("v", "ѵѴᴠⅴ"), ("w", "ѡԝԜŵŴᴡ"),
        ("x", "хХΧχⅹ"), ("y", "уУүΥγýÿÝŸʏ"), ("z", "ΖźżžŹŻŽᴢ"), ("-", "‐‑‒–—−﹣"), ("'", "‘’ʼ′"), ("\"", "“”„″«»"),
        (":", "：ː∶"), ("/", "⁄∕"), ("|", "∣￨❘"), (".", "。․"), (",", "，、"), (";", "；"), ("!", "！"), ("?", "？"),
        ("<", "‹〈"), (">", "›〉"), ("$", "＄﹩"), ("(", "（"), (")", "）"),
    ]

    private static let table: [UInt32: UInt8] = {
        var table: [UInt32: UInt8] = [:]
        for (plain, others) in lookalikes {
            for scalar in others.unicodeScalars where scalar.value >= 0x80 { table[scalar.value] = plain.asciiValue! }
        }
        return table
    }()
}
