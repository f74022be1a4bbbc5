import JSONText
import LanguageModels
import MemoryModel
import Testing

@testable import DaemonConfiguration

@Suite("Secrets are shown nowhere")
struct SecretSettingsTests {
    private static let secret = "hush-4711"
    private static let secrets = ["apiKey", "keyCommand", "proxy"].map { "llm.\($0)" } + ["embedding.apiKey"]

    private func patched(_ key: String, _ value: JSON) throws -> (ConfigFile.PatchResult, TemporaryFolder) {
        let folder = TemporaryFolder()
        return (try ConfigFile(path: folder.path + "/config.yaml").patch([key: value]), folder)
    }

    @Test("By name, in its section and in the whole", arguments: secrets)
    func shown(_ key: String) throws {
        let (result, folder) = try patched(key, .string(Self.secret))
        let section = String(key.prefix { $0 != "." })
        for text in [
            result.settings.json().text, result.settings.json(key: section)?.text ?? "",
            result.settings.json(key: key)?.text ?? "", "\(result.settings.llm.chat.access.apiKey)",
        ] {
            #expect(!text.contains(Self.secret))
        }
        #expect(result.settings.json(key: key) == "********")
        #expect(try ConfigFile(path: folder.path + "/config.yaml").read() == result.settings)
        #expect(folder.mode("config.yaml") == 0o600)
    }

    @Test("A list of headers is shown as stars")
    func headers() throws {
        let (result, _) = try patched("llm.headers", ["X-Key: hush-4711"])
        #expect(result.settings.json(key: "llm.headers") == "********")
        #expect(result.settings.endpoint(for: .llm) == nil)
        #expect(result.settings.llm.chat.access.headers == ["X-Key: hush-4711"])
    }

    @Test("An endpoint describes itself without its key")
    func endpoint() throws {
        let (result, _) = try patched(
            "llm", ["provider": "openai_compatible", "model": "m", "apiKey": .string(Self.secret)])
        let endpoint = try #require(result.settings.endpoint(for: .llm))
        #expect(!"\(endpoint)".contains(Self.secret))
        #expect(!String(reflecting: result.settings).contains(Self.secret))
    }

    @Test("Stars that are sent back change nothing")
    func stars() throws {
        let (_, folder) = try patched("llm.apiKey", .string(Self.secret))
        let file = ConfigFile(path: folder.path + "/config.yaml")
        let result = try file.patch(["llm": ["apiKey": "********", "model": "m"]])
        #expect(result.settings.llm.chat.access.apiKey.revealed == Self.secret)
        #expect(result.settings.llm.chat.access.model == "m")
    }

    @Test(
        "No message quotes a value that is refused",
        arguments: [
            "llm:\n  apiKey: [hush-4711]\n", "llm:\n  apiKey: {hush-4711: 1}\n", "llm:\n  headers: hush-4711\n",
            "llm:\n  apiKeyEnv: hush-4711\n", "llm:\n  apiKey: hush-4711\n  apiKey: hush-4711\n",
            "llm:\n  apiKey: \"hush-4711\n", "llm: hush-4711\n", "llm:\n  apiKey: hush-4711: x\n",
            "llm:\n  apiKey: *hush-4711\n", "llm:\n  apikey: hush-4711\n",
        ])
    func messages(_ text: String) {
        do throws(MemoryError) {
            _ = try ConfigFile.settings(in: text, file: "c")
            Issue.record("accepted")
        } catch {
            #expect(!error.description.contains(Self.secret), "\(error)")
            #expect(error.details?.text.contains(Self.secret) != true)
        }
    }

    @Test(
        "No message quotes a patch that is refused",
        arguments: [
            ["llm": ["apiKey": ["hush-4711"]]], ["llm": "hush-4711"], ["llm.apiKey": "hush-4711\n"],
            ["llm.apiKeyEnv": "hush-4711"], ["llm.headers": "hush-4711"], ["llm.apikey": "hush-4711"],
        ] as [JSON])
    func patches(_ patch: JSON) {
        let folder = TemporaryFolder()
        do throws(MemoryError) {
            _ = try ConfigFile(path: folder.path + "/config.yaml").patch(patch)
            Issue.record("accepted")
        } catch {
            #expect(!error.description.contains(Self.secret), "\(error)")
            #expect(error.details?.text.contains(Self.secret) != true)
        }
    }

    @Test("A file that cannot be changed is explained without the secret")
    func unusual() {
        let folder = TemporaryFolder()
        folder.write("llm: {apiKey: &k old}\n", to: "config.yaml")
        do throws(MemoryError) {
            _ = try ConfigFile(path: folder.path + "/config.yaml").patch(["llm.apiKey": "hush-4711"])
            Issue.record("written")
        } catch {
            #expect(error.code == .configWriteFailed)
            #expect(!error.description.contains(Self.secret))
        }
    }

    @Test("Problems between settings quote no value")
    func problems() throws {
        let (result, _) = try patched(
            "llm",
            [
                "provider": "openai_compatible", "endpoint": "https://u:hush-4711@host", "apiKey": "hush-4711",
                "keyCommand": "echo hush-4711", "headers": ["hush-4711"], "proxy": "hush-4711",
            ])
        #expect(result.settings.modelProblems.count >= 4)
        for problem in result.settings.modelProblems {
            #expect(!(problem.message + problem.hint).contains(Self.secret))
        }
    }
}
