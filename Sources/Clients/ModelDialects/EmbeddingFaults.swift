import LanguageModels

/// What goes wrong with answers that hold vectors or scores.
enum EmbeddingFaults {
    static func shape(_ what: String) -> ModelFault {
        ModelFault(
            .malformed, "The answer \(what).",
            hint: "The model or the address may be of another kind than the settings say; memos model test tries them.")
    }
}
