import TextAnalysis

/// Words of others in a reflection.
enum Quotation {
    /// As code, in backticks.
    ///
    /// - Parameter keepsEnd: whether a long text loses its beginning, as paths should.
    static func code(_ text: String, keepsEnd: Bool = false) -> String {
        "`\(ForeignWords.line(text, limit: 60, keepsEnd: keepsEnd))`"
    }

    /// As words, without marks.
    static func words(_ text: String) -> String { ForeignWords.line(text, limit: 70) }
}
