import Testing
import TextAnalysis

/// What a step is tagged with.
struct TagsTests {
    private func check(
        user: String? = nil, tool: String? = nil, input: String? = nil, output: String? = nil, gives expected: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let errors = ErrorSignatures.extract(from: output ?? "")
        let tags = Tags.derive(
            userText: user, agentText: nil, toolName: tool, toolInput: input, toolOutput: output, errors: errors)
        #expect(tags.count <= Tags.maximumCount, sourceLocation: sourceLocation)
        #expect(Set(expected).isSubset(of: tags), "\(tags)", sourceLocation: sourceLocation)
        #expect(tags == tags.map { $0.lowercased() }, sourceLocation: sourceLocation)
    }

    @Test func commandsFilesAndTools() {
        check(
            tool: "Bash", input: #"{"command":"cd app && sudo docker build . | tee log"}"#, gives: ["docker", "bash"])
        check(tool: "Edit", input: #"{"file_path":"/src/app/main.py"}"#, gives: ["python", "edit"])
        check(input: "FOO=1 pytest -q tests/test_a.py", gives: ["pytest", "python", "test"])
    }

    @Test func errorsAndDomains() {
        check(output: "ModuleNotFoundError: No module named 'x'", gives: ["modulenotfounderror"])
        check(output: "error[E0382]: borrow of moved value: `x`", gives: ["e0382"])
        check(user: "The database migration is slow", gives: ["database", "performance"])
        check(user: "数据库迁移失败，帮我看看日志", gives: ["database", "logging"])
    }

    @Test func theCommandComesFirst() {
        let tags = Tags.derive(
            userText: "please fix the cache", agentText: nil, toolName: "Bash", toolInput: "git status",
            toolOutput: nil, errors: [])
        #expect(tags.first == "git")
    }

    @Test func nothingGivesNothing() {
        #expect(
            Tags.derive(userText: "", agentText: nil, toolName: nil, toolInput: nil, toolOutput: nil, errors: []) == [])
    }
}
