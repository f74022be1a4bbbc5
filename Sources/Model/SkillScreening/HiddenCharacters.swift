/// Characters that a reader does not see, in one line of a text.
struct HiddenCharacters {
    /// What weighs most of what was found; `nil` when nothing was.
    private(set) var severity: ScreeningSeverity?
    private(set) var what = ""
    /// Of the first one, in bytes from the start of the line.
    private(set) var offset = 0

    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2064,
            0x206A...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFF8, 0x1BCA0...0x1BCA3,
            0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            true
        default: isTurning(scalar)
        }
    }

    /// Marks that turn the order of what follows round.
    static func isTurning(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    init(_ line: ArraySlice<UInt8>, isFirstLine: Bool) {
        var previous: Unicode.Scalar = " "
        var run = 0
        var zeroWidth = 0
        var isFlag = false
        var isRightToLeft = false
        var turning: Unicode.Scalar?
        var index = line.startIndex
        while index < line.endIndex {
            let start = index
            let byte = line[index]
            if byte < 0x80 {
                index += 1
                if byte < 0x20 && byte != 0x09 || byte == 0x7F {
                    note(byte == 0x1B || byte == 0x08 ? .high : .medium, "control characters", start - line.startIndex)
                }
                previous = Unicode.Scalar(byte)
                run = 0
                isFlag = false
                continue
            }
            let scalar = Scalars.decode(line, at: &index)
            let place = start - line.startIndex
            run = Self.isInvisible(scalar) ? run + 1 : 0
            switch scalar.value {
            case 0x1F3F4: isFlag = true
            case 0xE0020...0xE007F:
                // The flags of England, Scotland and Wales are written with tags.
                if !isFlag || run > 7 { note(.high, "tag characters that a reader does not see", place) }
            case 0xE0000...0xE0FFF: note(.high, "characters that a reader does not see", place)
            case 0x0590...0x08FF, 0xFB1D...0xFEFC: isRightToLeft = true
            case 0x202D, 0x202E: note(.high, "characters that turn the order of the text round", place)
            case 0x202A...0x202C, 0x2066...0x2069: turning = turning ?? scalar
            case 0xFEFF where place == 0 && isFirstLine: break
            case 0x200B, 0x2060...0x2064, 0xFEFF, 0x180E, 0x3164, 0x115F, 0x1160, 0xFFA0, 0x034F:
                zeroWidth += 1
                note(zeroWidth > 3 ? .high : .medium, "zero-width characters", place)
            case 0x200C...0x200D where previous.value < 0x80 && previous.properties.isAlphabetic:
                note(.medium, "zero-width characters", place)
            default: break
            }
            if run > 3, !isFlag { note(.high, "a run of characters that a reader does not see", place) }
            previous = scalar
        }
        if turning != nil {
            note(isRightToLeft ? .low : .high, "characters that turn the order of the text round", 0)
        }
    }

    private mutating func note(_ severity: ScreeningSeverity, _ what: String, _ offset: Int) {
        if let known = self.severity, known >= severity { return }
        self.severity = severity
        self.what = what
        self.offset = offset
    }
}
