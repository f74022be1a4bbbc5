import JSONText
import Testing

@testable import DaemonConfiguration

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Files of the repository that are made from code. `UPDATE_EXPECT=1` writes them anew.
@Suite struct RenderedFilesTests {
    private func check(_ path: String, equals text: String, testFile: String = #filePath) throws {
        let root = testFile.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let file = root + "/" + path
        if getenv("UPDATE_EXPECT") != nil {
            let stream = try #require(fopen(file, "w"))
            fputs(text, stream)
            fclose(stream)
        }
        #expect(textOfFile(file) == text)
    }

    @Test func configurationPageIsCurrent() throws {
        try check("docs/CONFIGURATION.md", equals: ConfigurationPage.render())
    }

    @Test func templateFilesAreCurrent() throws {
        try check("runtime-home-template/config.yaml", equals: HomeTemplate.configText)
        try check("runtime-home-template/README.user.md", equals: HomeTemplate.readmeText)
    }

    @Test func templateStandsForTheDefaults() throws {
        #expect(try ConfigFile.settings(in: HomeTemplate.configText, file: "c") == Settings())
    }

    /// With every line taken into use, each key is there and has its default.
    @Test func templateShowsEveryDefault() throws {
        let lines = HomeTemplate.configText.split(separator: "\n").map { line in
            let isSetting = Settings.options.contains { option in
                line.drop { $0 == " " }.starts(with: "# \(option.components[option.components.count - 1]): ")
            }
            return isSetting ? String(line).replacing("# ", with: "", maxReplacements: 1) : String(line)
        }
        let text = lines.joined(separator: "\n")
        #expect(try ConfigFile.settings(in: text, file: "c") == Settings())
        let parsed = try YAMLText.parse(text)
        let root = try #require(parsed)
        let shown = SettingsReader.value(of: root, for: .texts)
        for option in Settings.options {
            let value = option.components.reduce(Optional(shown)) { $0?[$1] }
            #expect(value != nil, "\(option.key)")
        }
    }

    @Test func linesFitAScreen() {
        for line in HomeTemplate.configText.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
    }
}
