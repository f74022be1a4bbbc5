import Testing

@testable import DaemonConfiguration

@Suite("The configurations in docs/MODELS.md")
struct ModelsPageTests {
    private static let blocks: [String] = {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
            .joined(separator: "/")
        let page = textOfFile(root + "/docs/MODELS.md") ?? ""
        return page.yamlBlocks
    }()

    @Test("there are some for every provider")
    func coverage() {
        let text = Self.blocks.joined(separator: "\n")
        #expect(Self.blocks.count >= 10)
        for provider in Settings.Provider.allCases where provider.remote != nil {
            #expect(text.contains("provider: \(provider.rawValue)"), "\(provider.rawValue)")
        }
    }

    @Test("each is taken as it stands, and nothing in it keeps a model from being asked", arguments: blocks)
    func working(block: String) throws {
        let settings = try ConfigFile.settings(in: block, file: "MODELS.md")
        #expect(settings != Settings())
        let fatal = settings.modelProblems.filter(\.isFatal)
        #expect(fatal.isEmpty, "\(fatal.map(\.message))")
    }
}

extension String {
    /// What stands in fences of YAML.
    fileprivate var yamlBlocks: [String] {
        var blocks: [String] = []
        var lines: [Substring]?
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```yaml" {
                lines = []
            } else if line == "```", let block = lines {
                blocks.append(block.joined(separator: "\n"))
                lines = nil
            } else {
                lines?.append(line)
            }
        }
        return blocks
    }
}
