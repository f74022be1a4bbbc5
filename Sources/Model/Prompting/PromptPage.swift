import JSONText
import LanguageModels

/// `docs/PROMPTS.md`, made from the prompts themselves.
package enum PromptPage {
    package static func text(of catalogue: PromptCatalogue) -> String {
        var lines = [
            "# Prompts", "",
            "<!-- Made from Sources/Model/Prompting/Prompts; a test compares them (UPDATE_EXPECT=1 writes this page anew). -->",
            "",
            "What is said to a model when one is configured ([Models](MODELS.md)). Without a model none of this is used, and "
                + "every stage goes by its rules.",
            "",
            "Each prompt is a file with a head, instructions and a schema. Its version ends in eight digits that follow from "
                + "the text, so that no change goes unnoticed; the version stands on everything that was made with it. Several "
                + "prompts over the same evidence are asked in one call: the answer has a member for each. Evidence is shown "
                + "under labels, every line of it behind a bar; a reply that names no evidence, or evidence that was not shown, "
                + "is not used.",
            "", "| prompt | version | role | answer, tokens at most |", "|---|---|---|---|",
        ]
        lines += catalogue.prompts.map {
            "| [\($0.id)](#\($0.id)) | `\($0.version)` | `\($0.role.rawValue)` | \($0.maxOutputTokens) |"
        }
        lines += ["", "## Before every prompt", "", "```text", catalogue.preface.trimmedEnd, "```"]
        for prompt in catalogue.prompts {
            lines += [
                "", "## `\(prompt.id)`", "", prompt.title + ".", "", "```text", prompt.instructions, "```", "",
                "<details><summary>Schema of the answer</summary>", "", "```json", prompt.schema.text, "```", "",
                "</details>",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
