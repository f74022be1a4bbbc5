import JSONText
package import LanguageModels
import MemoryModel

package struct ModelsList: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "models.list"
    package static let access = Access.reads

    package init(_ fields: Fields) throws {}
}

/// Asks models something small. It spends of the budget, so it is no reading.
package struct ModelsTest: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "models.test"
    package static let access = Access.writes

    /// Every role that has a model, when it is `nil`.
    package var role: ModelRole?
    /// At most 4,000 bytes.
    package var prompt: String?

    package init(_ fields: Fields) throws {
        role = fields.json("role") == nil ? nil : try fields.requiredChoice("role")
        prompt = try fields.string("prompt")
        if let prompt, prompt.isEmpty || prompt.utf8.count > Self.longestPrompt {
            throw MemoryError(
                .invalidArgument, "models.test: \"prompt\" must be a text of 1 to \(Self.longestPrompt) bytes.",
                details: ["parameter": "prompt"])
        }
    }

    static let longestPrompt = 4000
}

package struct ModelsUsage: MemoryRequest {
    package typealias Response = WireValue
    package static let method = "models.usage"
    package static let access = Access.reads

    /// Today among them.
    package var days: Int
    /// Of the latest calls.
    package var limit: Int

    package init(_ fields: Fields) throws {
        days = try fields.integer("days", in: 1...366, default: 7)
        limit = try fields.integer("limit", in: 0...200, default: 20)
    }
}
