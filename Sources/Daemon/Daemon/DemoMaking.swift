import DemoHome
import MemoryAssembly
import MemoryModel
import RuntimeHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Fills a home with a demo, as its owner, in a process that ends when that is done.
struct DemoMaking {
    let home: RuntimeHome

    /// - Throws: `conflict` when the home is served now, or holds anything but a demo.
    func run(environment: (String) -> String?) async throws {
        umask(0o077)
        for folder in [home.path, home.daemonFolder] { mkdir(folder, 0o700) }
        switch try OwnerLock.take(home, isAnswering: { false }) {
        case .ownedByAnother:
            throw MemoryError(.conflict, "A daemon serves this home.", hint: "memos stop --home ends it.")
        case .taken(let lock):
            let models = ModelShelf.find(
                executable: SystemFacts.executable, workingDirectory: "/", environment: environment,
                exists: SystemFacts.exists)
            try await DemoHome(
                home: home, now: SystemFacts.now(), kinship: try? ModelLoader(shelf: models).loadKinship()
            ).make()
            _ = consume lock
        }
    }
}
