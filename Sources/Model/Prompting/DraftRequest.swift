package import JSONText
package import LanguageModels
import MemoryModel

/// One or several prompts over one sheet of evidence, asked in one call. The reply is an object with a member a prompt.
package struct DraftRequest: Sendable, Equatable {
    /// At least one, all of one role.
    package var prompts: [Prompt]
    package var sheet: EvidenceSheet
    /// The task, policy or place it is for.
    package var subject: String
    /// Ids of the episodes, traces and items that the sheet quotes: when one is forgotten, the reply goes too.
    package var sources: [String]

    package init(_ prompts: [Prompt], sheet: EvidenceSheet, subject: String, sources: [String]) {
        self.prompts = prompts
        self.sheet = sheet
        self.subject = subject
        self.sources = sources
    }

    package var role: ModelRole { prompts.first?.role ?? .llm }

    /// Versions of all prompts, as the meter lists them.
    package var purpose: String { prompts.map(\.version).joined(separator: " ") }

    /// By what a reply to one of the prompts is known again: the prompt's version and all that it sees. The same evidence
    /// is never paid for twice.
    package func key(of prompt: Prompt) -> String {
        ContentHash.of([prompt.version, sheet.text(for: [prompt.id])])
    }

    /// Only some of the prompts, over the same sheet with the same labels.
    package func only(_ wanted: [Prompt]) -> DraftRequest {
        var request = self
        request.prompts = wanted
        return request
    }

    package func completion(preface: String = PromptCatalogue.standard.preface, temperature: Double? = 0)
        -> CompletionRequest
    {
        let parts = prompts.map { "# \($0.id): \($0.title)\n\n\($0.instructions)" }
        return CompletionRequest(
            messages: [
                ChatMessage(
                    .system,
                    ([preface] + parts + ["# Schema of the answer\n\n\(schema.text)"]).joined(separator: "\n\n")),
                ChatMessage(.user, "# Evidence\n\n" + sheet.text(for: Set(prompts.map(\.id)))),
            ],
            maxTokens: prompts.reduce(0) { $0 + $1.maxOutputTokens }, temperature: temperature,
            shape: .json(schema: schema, name: "memory_draft")
        )
    }

    /// Of the whole reply.
    package var schema: JSON {
        [
            "type": "object",
            "properties": .object(
                JSONObject(prompts.map { JSONObject.Member(key: $0.id, value: $0.schema) })),
            "required": JSON(prompts.map(\.id)),
            "additionalProperties": false,
        ]
    }
}
