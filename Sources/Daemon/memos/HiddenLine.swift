#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A line of standard input that a terminal does not show while it is typed.
enum HiddenLine {
    /// - Parameter prompt: written to standard error on a terminal.
    /// - Returns: without the line's end; `nil` when there is none.
    static func read(prompt: String) -> String? {
        guard isatty(0) == 1 else { return line() }
        Output.writeError(prompt)
        var shown = termios()
        guard tcgetattr(0, &shown) == 0 else { return line() }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(0, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(0, TCSAFLUSH, &shown)
            Output.writeError("\n")
        }
        return line()
    }

    private static func line() -> String? {
        readLine(strippingNewline: true).map { line in line.hasSuffix("\r") ? String(line.dropLast()) : line }
    }
}
