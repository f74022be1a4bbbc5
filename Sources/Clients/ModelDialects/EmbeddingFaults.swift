import JSONText
import LanguageModels

/// What goes wrong with answers that hold vectors or scores.
enum EmbeddingFaults {
    static func shape(_ what: String) -> ModelFault {
        ModelFault(
            .malformed, "The answer \(what).",
            hint: "The model or the address may be of another kind than the settings say; memos model test tries them.")
    }

    /// The provider's own words in the body of an error, in any of the usual shapes; `nil` without any.
    static func message(in body: [UInt8]) -> String? {
        guard let json = try? JSON(parsing: body) else { return nil }
        let candidates = [
            json["error"]?["message"], json["error"], json["message"], json["detail"], json["detail"]?[0]?["msg"],
            json["title"],
        ]
        return candidates.lazy.compactMap { $0?.string }.first { !$0.isEmpty }
    }
}
