// swift-tools-version: 6.1
// One section a floor, lowest first; a target may only depend on its own floor (acyclic) and on lower ones.
// Folders under Sources/ are the floors, folders below them the rooms. `scripts/check-architecture` and the
// compiler flag `--explicit-target-dependency-import-check error` keep the directions true.
import PackageDescription

// Arithmetic over megabytes, which a debug build without it does a hundred times slower.
let arithmetic: [CSetting] = [.unsafeFlags(["-O3"])]

// Homebrew's folder has to be found. Debian's is where compilers look, and on Linux the flags of pkg-config would put the
// shared library before the archive that a release links.
#if os(macOS)
    let (sodium, zstandard): (String?, String?) = ("libsodium", "libzstd")
#else
    let (sodium, zstandard): (String?, String?) = (nil, nil)
#endif

let prompts = [
    "preface", "relation", "relevance_filter", "turn_summary", "reflection", "reward_rubric", "extraction",
    "policy_induction", "world_model", "skill_crystallization", "skill_rebuild", "decision_repair",
]

let demoScenes = ["payments.txt", "shelf.txt", "pipeline.txt", "bookings.txt", "database-tidy.md"]

let package = Package(
    name: "memos",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "memos", targets: ["memos"]),
        .executable(name: "memosd", targets: ["memosd"]),
        .executable(name: "memos-bench", targets: ["memos-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: Model — the nouns and pure functions; no I/O, no clock.
        .target(name: "JSONText", path: "Sources/Model/JSONText"),
        .target(name: "MemoryModel", dependencies: ["JSONText"], path: "Sources/Model/MemoryModel"),
        .target(name: "MemoryMath", path: "Sources/Model/MemoryMath"),
        .target(name: "CTextTables", path: "Sources/Model/CTextTables"),
        .target(name: "TextAnalysis", dependencies: ["CTextTables"], path: "Sources/Model/TextAnalysis"),
        .target(name: "RuntimeHome", path: "Sources/Model/RuntimeHome"),
        .target(name: "CChecksum", path: "Sources/Model/CChecksum"),
        .target(name: "CFaultGuard", path: "Sources/Model/CFaultGuard"),
        .target(name: "CDigest", path: "Sources/Model/CDigest", cSettings: arithmetic),
        .target(name: "Digest", dependencies: ["CDigest"], path: "Sources/Model/Digest"),
        .target(
            name: "LanguageModels", dependencies: ["JSONText", "MemoryModel"], path: "Sources/Model/LanguageModels"),
        .target(name: "StructuredReply", dependencies: ["JSONText"], path: "Sources/Model/StructuredReply"),
        .target(
            name: "Prompting",
            dependencies: ["Digest", "JSONText", "LanguageModels", "MemoryModel", "StructuredReply"],
            path: "Sources/Model/Prompting",
            resources: prompts.map { .embedInCode("Prompts/\($0).md") }
        ),
        .target(name: "CInflate", path: "Sources/Model/CInflate", cSettings: arithmetic),
        .target(name: "ZipReading", dependencies: ["CChecksum", "CInflate"], path: "Sources/Model/ZipReading"),
        .systemLibrary(
            name: "CZstandard", path: "Sources/Model/CZstandard", pkgConfig: zstandard,
            providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "ZstandardReading", dependencies: ["CZstandard"], path: "Sources/Model/ZstandardReading"),
        .target(
            name: "DraftScreening", dependencies: ["Prompting", "TextAnalysis"], path: "Sources/Model/DraftScreening"),
        .target(
            name: "StepReading",
            dependencies: ["JSONText", "MemoryModel", "TextAnalysis"],
            path: "Sources/Model/StepReading"
        ),
        .systemLibrary(
            name: "CSodium", path: "Sources/Model/CSodium", pkgConfig: sodium,
            providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
        .target(name: "BinaryText", dependencies: ["CSodium", "Digest"], path: "Sources/Model/BinaryText"),
        .target(
            name: "Signing", dependencies: ["BinaryText", "CSodium", "Digest"], path: "Sources/Model/Signing"),
        .target(name: "Announcing", path: "Sources/Model/Announcing"),
        .target(
            name: "SharedStatements",
            dependencies: ["BinaryText", "Digest", "JSONText", "MemoryModel", "Signing"],
            path: "Sources/Model/SharedStatements"
        ),
        .target(
            name: "SkillScreening", dependencies: ["TextAnalysis"],
            path: "Sources/Model/SkillScreening"),

        // MARK: Meaning — sentence models in this process: text in, vectors out.
        .target(name: "CWordPieceTables", path: "Sources/Meaning/CWordPieceTables"),
        .target(
            name: "WordPiece",
            dependencies: ["CWordPieceTables", "MemoryModel"],
            path: "Sources/Meaning/WordPiece"
        ),
        .target(name: "CSentenceEncoder", path: "Sources/Meaning/CSentenceEncoder", cSettings: arithmetic),
        .target(
            name: "SentenceEncoder",
            dependencies: [
                "CFaultGuard", "CSentenceEncoder", "Digest", "LanguageModels", "MemoryModel", "WordPiece",
            ],
            path: "Sources/Meaning/SentenceEncoder"
        ),
        .target(
            name: "TokenTable",
            dependencies: ["LanguageModels", "MemoryModel", "WordPiece"],
            path: "Sources/Meaning/TokenTable"
        ),
        .target(
            name: "ModelConversion",
            dependencies: [
                "CChecksum", "CInflate", "Digest", "JSONText", "MemoryModel", "RuntimeHome", "SentenceEncoder",
                "WordPiece", "ZipReading",
            ],
            path: "Sources/Meaning/ModelConversion"
        ),
        .target(
            name: "LocalEmbedding",
            dependencies: ["LanguageModels", "MemoryModel"],
            path: "Sources/Meaning/LocalEmbedding"
        ),

        // MARK: Store — the only floor that knows SQLite.
        .target(
            name: "CKeywordRank",
            path: "Sources/Store/CKeywordRank",
            linkerSettings: [.linkedLibrary("sqlite3")]
        ),
        .target(
            name: "CVectorScan",
            dependencies: ["CChecksum"],
            path: "Sources/Store/CVectorScan",
            cSettings: arithmetic
        ),
        .target(
            name: "VectorColumn",
            dependencies: ["CChecksum", "CFaultGuard", "CVectorScan", "LanguageModels", "MemoryModel"],
            path: "Sources/Store/VectorColumn"
        ),
        .target(
            name: "MemoryStore",
            dependencies: [
                "Announcing", "BinaryText", "CKeywordRank", "JSONText", "LanguageModels", "MemoryModel", "TextAnalysis",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Sources/Store/MemoryStore"
        ),
        .target(name: "PostgresClient", path: "Sources/Store/PostgresClient"),
        .target(
            name: "HubStore",
            dependencies: [
                "Announcing", "Digest", "JSONText", "MemoryModel", "PostgresClient", "SharedStatements", "Signing",
                "TextAnalysis",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            path: "Sources/Store/HubStore"
        ),

        // MARK: Recall — reads only.
        .target(
            name: "MessageReading",
            dependencies: ["MemoryModel", "Prompting", "TextAnalysis"],
            path: "Sources/Recall/MessageReading"
        ),
        .target(
            name: "EpisodeRouting",
            dependencies: ["MemoryModel", "MessageReading"],
            path: "Sources/Recall/EpisodeRouting"
        ),
        .target(
            name: "QuestionReading",
            dependencies: ["MemoryMath", "MemoryModel", "TextAnalysis"],
            path: "Sources/Recall/QuestionReading"
        ),
        .target(
            name: "Ranking",
            dependencies: ["JSONText", "MemoryModel"],
            path: "Sources/Recall/Ranking",
            resources: [.embedInCode("recall-fit.json")]
        ),
        .target(
            name: "Retrieval",
            dependencies: [
                "JSONText", "LanguageModels", "MemoryMath", "MemoryModel", "MemoryStore", "Prompting",
                "QuestionReading", "Ranking", "StepReading", "TextAnalysis", "VectorColumn",
            ],
            path: "Sources/Recall/Retrieval"
        ),

        // MARK: Learning — each stage reads evidence and returns a change; none sees another.
        .target(
            name: "TraceCapture",
            dependencies: ["JSONText", "MemoryModel", "TextAnalysis"],
            path: "Sources/Learning/TraceCapture"
        ),
        .target(
            name: "EpisodeReflection",
            dependencies: ["DraftScreening", "MemoryModel", "Prompting", "StepReading", "TextAnalysis"],
            path: "Sources/Learning/EpisodeReflection"
        ),
        .target(
            name: "RewardAssignment",
            dependencies: ["DraftScreening", "MemoryModel", "Prompting", "StepReading", "TextAnalysis"],
            path: "Sources/Learning/RewardAssignment"
        ),
        .target(
            name: "PolicyInduction",
            dependencies: ["DraftScreening", "JSONText", "MemoryModel", "Prompting", "StepReading", "TextAnalysis"],
            path: "Sources/Learning/PolicyInduction"
        ),
        .target(
            name: "WorldModeling",
            dependencies: ["DraftScreening", "MemoryModel", "Prompting", "StepReading", "TextAnalysis"],
            path: "Sources/Learning/WorldModeling"
        ),
        .target(
            name: "SkillCrystallization",
            dependencies: ["DraftScreening", "JSONText", "MemoryModel", "Prompting", "StepReading", "TextAnalysis"],
            path: "Sources/Learning/SkillCrystallization"
        ),
        .target(
            name: "SkillPackages",
            dependencies: ["JSONText", "MemoryModel", "SkillScreening", "ZipReading"],
            path: "Sources/Learning/SkillPackages"
        ),
        .target(
            name: "DecisionRepair",
            dependencies: ["DraftScreening", "MemoryModel", "Prompting", "StepReading", "TextAnalysis"],
            path: "Sources/Learning/DecisionRepair"
        ),
        .target(
            name: "RecallVerdicts", dependencies: ["JSONText", "MemoryModel", "StepReading", "TextAnalysis"],
            path: "Sources/Learning/RecallVerdicts"),
        .target(
            name: "LearningPipeline",
            dependencies: [
                "DecisionRepair", "EpisodeReflection", "JSONText", "LanguageModels", "MemoryModel", "MemoryStore",
                "PolicyInduction", "Prompting", "RecallVerdicts", "RewardAssignment", "SkillCrystallization",
                "TextAnalysis",
                "WorldModeling",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Learning/LearningPipeline"
        ),
        .target(
            name: "VectorUpkeep",
            dependencies: [
                "LanguageModels", "MemoryModel", "MemoryStore", "VectorColumn",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Learning/VectorUpkeep"
        ),

        // MARK: Core — what the daemon can do, as services and as typed requests.
        .target(name: "ProjectIdentity", dependencies: ["MemoryModel"], path: "Sources/Core/ProjectIdentity"),
        .target(
            name: "MemoryCore",
            dependencies: [
                "DecisionRepair", "EpisodeRouting", "JSONText", "LanguageModels", "LearningPipeline", "MemoryMath",
                "MemoryModel", "MemoryStore", "MessageReading", "PolicyInduction", "ProjectIdentity", "Prompting",
                "Digest", "Retrieval", "SharedStatements", "Signing", "SkillPackages", "SkillScreening", "TextAnalysis",
                "TraceCapture", "VectorColumn", "WorldModeling",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Core/MemoryCore"
        ),
        .target(
            name: "ModelGate",
            dependencies: ["JSONText", "LanguageModels", "MemoryMath", "MemoryModel", "MemoryStore"],
            path: "Sources/Core/ModelGate", resources: [.embedInCode("prices.json")]),
        .target(
            name: "MemoryAPI", dependencies: ["JSONText", "LanguageModels", "MemoryModel"],
            path: "Sources/Core/MemoryAPI"),
        .target(
            name: "MemoryDispatch",
            dependencies: [
                "BinaryText", "JSONText", "LanguageModels", "MemoryAPI", "MemoryCore", "MemoryModel", "MemoryStore",
                "PolicyInduction", "Retrieval", "SharedStatements", "Signing", "SkillScreening", "WorldModeling",
            ],
            path: "Sources/Core/MemoryDispatch"
        ),

        // MARK: Faces — decode, call the dispatcher, encode; no rules.
        .target(name: "JSONRPC", dependencies: ["JSONText", "MemoryModel"], path: "Sources/Faces/JSONRPC"),
        .target(
            name: "ContextServer",
            dependencies: ["BinaryText", "Digest", "JSONRPC", "JSONText", "MemoryAPI", "MemoryModel", "RuntimeHome"],
            path: "Sources/Faces/ContextServer"
        ),
        .target(
            name: "BridgeServer",
            dependencies: [
                "ContextServer", "HostHooks", "JSONRPC", "JSONText", "MemoryAPI", "MemoryDispatch", "MemoryModel",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Faces/BridgeServer"
        ),
        .target(
            name: "HostHooks",
            dependencies: ["JSONText", "MemoryAPI", "MemoryDispatch", "MemoryModel"],
            path: "Sources/Faces/HostHooks"
        ),
        .target(
            name: "HostTranscripts",
            dependencies: ["BinaryText", "JSONText", "MemoryModel", "ZstandardReading"],
            path: "Sources/Faces/HostTranscripts"
        ),
        .target(
            name: "HTTPReading",
            dependencies: [
                "JSONText",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Sources/Faces/HTTPReading"
        ),
        .target(
            name: "ViewerServer",
            dependencies: [
                "ContextServer", "Digest", "HTTPReading", "JSONText", "MemoryModel", "RuntimeHome",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Faces/ViewerServer"
        ),
        .target(
            name: "HubServer",
            dependencies: [
                "BinaryText", "Digest", "HTTPReading", "HubStore", "JSONText", "MemoryModel", "SharedStatements",
                "Signing",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Faces/HubServer"
        ),

        // MARK: Clients — the slim front's half: it talks to the daemon and never opens the database.
        .target(
            name: "DaemonClient",
            dependencies: ["JSONText", "RuntimeHome", "TextAnalysis"],
            path: "Sources/Clients/DaemonClient"
        ),
        .target(
            name: "ModelDialects",
            dependencies: ["CChecksum", "Digest", "JSONText", "LanguageModels", "MemoryMath", "MemoryModel"],
            path: "Sources/Clients/ModelDialects"),
        .target(
            name: "ModelClients",
            dependencies: [
                "Digest", "JSONText", "LanguageModels", "MemoryModel", "ModelDialects",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Sources/Clients/ModelClients"),
        .target(
            name: "HostInstallation", dependencies: ["Digest", "JSONText", "RuntimeHome"],
            path: "Sources/Clients/HostInstallation"),
        .target(
            name: "HostRehearsal", dependencies: ["DaemonClient", "JSONText", "RuntimeHome"],
            path: "Sources/Clients/HostRehearsal"),
        .target(
            name: "HubClient",
            dependencies: [
                "BinaryText", "Digest", "JSONText", "MemoryModel", "SharedStatements", "Signing",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/Clients/HubClient"
        ),
        .target(
            name: "HubDiscovery",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Sources/Clients/HubDiscovery"
        ),

        // MARK: Daemon — the composition root and the two programs.
        .target(
            name: "DaemonConfiguration",
            dependencies: [
                "JSONText", "LanguageModels", "MemoryModel", "RuntimeHome", "TextAnalysis",
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Daemon/DaemonConfiguration",
            resources: [.embedInCode("setting-words.json")]
        ),
        .target(
            name: "MemoryAssembly",
            dependencies: [
                "DaemonConfiguration", "DecisionRepair", "EpisodeRouting", "LanguageModels", "LearningPipeline",
                "MemoryCore", "MemoryMath", "MemoryModel", "MemoryStore", "PolicyInduction", "ProjectIdentity",
                "Retrieval",
                "RuntimeHome", "SentenceEncoder", "SkillCrystallization", "TextAnalysis", "TokenTable",
                "TraceCapture", "VectorColumn", "VectorUpkeep",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Daemon/MemoryAssembly"
        ),
        .target(
            name: "RetrievalBenchmark",
            dependencies: [
                "DaemonConfiguration", "Digest", "JSONText", "LanguageModels", "LearningPipeline", "LocalEmbedding",
                "MemoryAssembly", "MemoryCore", "MemoryModel", "MemoryStore", "Ranking", "Retrieval", "RuntimeHome",
                "TextAnalysis", "VectorColumn", "VectorUpkeep",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Daemon/RetrievalBenchmark"
        ),
        .target(
            name: "LifeSimulation",
            dependencies: [
                "DaemonConfiguration", "JSONText", "LanguageModels", "LearningPipeline", "LocalEmbedding",
                "MemoryAssembly", "MemoryCore",
                "MemoryMath", "MemoryModel", "MemoryStore", "Retrieval", "RetrievalBenchmark", "RuntimeHome",
                "StepReading",
                "TextAnalysis", "VectorColumn", "VectorUpkeep",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Daemon/LifeSimulation"
        ),
        .target(
            name: "DemoHome",
            dependencies: [
                "DaemonConfiguration", "JSONText", "LanguageModels", "LearningPipeline", "MemoryAssembly", "MemoryCore",
                "MemoryModel", "MemoryStore", "ProjectIdentity", "Retrieval", "RuntimeHome", "VectorColumn",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Daemon/DemoHome",
            resources: demoScenes.map { .embedInCode("Scenes/\($0)") }
        ),
        .target(
            name: "Daemon",
            dependencies: [
                "BridgeServer", "BinaryText", "ContextServer", "DaemonConfiguration", "DaemonLogging", "HostHooks",
                "HostInstallation",
                "HostTranscripts", "HubClient", "HubDiscovery", "HubServer", "HubStore", "JSONText",
                "LanguageModels", "LearningPipeline", "LocalEmbedding", "MemoryAPI", "MemoryAssembly", "MemoryCore",
                "MemoryDispatch", "MemoryModel", "MemoryStore", "ModelClients", "ModelDialects", "ModelGate",
                "DemoHome", "Digest", "Retrieval", "RuntimeHome", "SharedStatements", "Signing", "SkillPackages",
                "StructuredReply", "TextAnalysis",
                "VectorColumn",
                "VectorUpkeep", "ViewerServer",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Daemon/Daemon"
        ),
        .target(
            name: "DaemonLogging",
            dependencies: ["JSONText", .product(name: "Logging", package: "swift-log")],
            path: "Sources/Daemon/DaemonLogging"
        ),
        .target(name: "CNoLocaleData", path: "Sources/Daemon/CNoLocaleData"),
        .executableTarget(name: "memosd", dependencies: ["CNoLocaleData", "Daemon"], path: "Sources/Daemon/memosd"),
        .executableTarget(
            name: "memos",
            dependencies: [
                "DaemonClient", "Digest", "HostInstallation", "HostRehearsal", "JSONText", "LanguageModels",
                "MemoryModel",
                "ModelConversion", "RuntimeHome", "SentenceEncoder",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Daemon/memos"
        ),
        // What `Benchmarks/` measures inside one process; never installed.
        .executableTarget(
            name: "memos-bench",
            dependencies: [
                "JSONText", "LanguageModels", "LifeSimulation", "MemoryModel", "ModelClients", "ModelConversion",
                "ModelDialects", "Ranking", "RetrievalBenchmark", "RuntimeHome", "SentenceEncoder", "VectorColumn",
                "WordPiece", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Sources/Daemon/memos-bench"
        ),

        // MARK: Tests — one target a room that has rules of its own; conversations go through the facade.
        .testTarget(
            name: "RetrievalBenchmarkTests",
            dependencies: ["JSONText", "MemoryModel", "RetrievalBenchmark", "RuntimeHome"]),
        .testTarget(
            name: "LifeSimulationTests",
            dependencies: [
                "JSONText", "LifeSimulation", "MemoryAssembly", "MemoryModel", "MemoryStore", "MemoryTestSupport",
                "RetrievalBenchmark",
                "RuntimeHome",
            ]),
        .testTarget(name: "TextAnalysisTests", dependencies: ["TextAnalysis"]),
        .testTarget(
            name: "HostTranscriptsTests",
            dependencies: ["CZstandard", "HostTranscripts", "JSONText", "MemoryModel", "RuntimeHome"]),
        .testTarget(name: "RuntimeHomeTests", dependencies: ["RuntimeHome"]),
        .testTarget(name: "HostRehearsalTests", dependencies: ["HostRehearsal", "JSONText"]),
        .testTarget(name: "HostInstallationTests", dependencies: ["HostInstallation", "JSONText", "RuntimeHome"]),
        .testTarget(
            name: "ViewerServerTests",
            dependencies: [
                "HTTPReading", "JSONText", "MemoryModel", "ViewerServer",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "HubServerTests",
            dependencies: [
                "HTTPReading", "HubServer", "HubStore", "JSONText", "MemoryModel", "SharedStatements", "Signing",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOEmbedded", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "DaemonConfigurationTests",
            dependencies: ["DaemonConfiguration", "JSONText", "LanguageModels", "MemoryModel"]),
        .target(
            name: "MemoryTestSupport",
            dependencies: [
                "EpisodeRouting", "JSONText", "LearningPipeline", "MemoryCore", "MemoryModel", "MemoryStore",
                "LanguageModels", "LocalEmbedding", "ProjectIdentity", "Retrieval", "SharedStatements", "Signing",
                "TraceCapture", "VectorColumn",
                "VectorUpkeep", .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Support"
        ),
        .testTarget(
            name: "PromptingTests", dependencies: ["JSONText", "LanguageModels", "MemoryModel", "Prompting"]),
        .testTarget(
            name: "ModelDialectsTests",
            dependencies: ["CChecksum", "Digest", "JSONText", "LanguageModels", "MemoryModel", "ModelDialects"]),
        .testTarget(
            name: "ModelClientsTests",
            dependencies: [
                "JSONText", "LanguageModels", "MemoryModel", "ModelClients", "ModelDialects",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(
            name: "HubClientTests",
            dependencies: [
                "BinaryText", "HubClient", "JSONText", "MemoryModel", "SharedStatements", "Signing",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(
            name: "ModelGateTests",
            dependencies: [
                "JSONText", "LanguageModels", "MemoryModel", "MemoryStore", "MemoryTestSupport", "ModelGate",
            ]),
        .testTarget(name: "DraftScreeningTests", dependencies: ["DraftScreening", "JSONText", "Prompting"]),
        .testTarget(name: "StructuredReplyTests", dependencies: ["JSONText", "StructuredReply"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "MemoryTestSupport"]),
        .testTarget(name: "MemoryMathTests", dependencies: ["MemoryMath", "MemoryTestSupport"]),
        .testTarget(name: "BridgeServerTests", dependencies: ["BridgeServer", "JSONRPC", "JSONText"]),
        .testTarget(name: "JSONRPCTests", dependencies: ["JSONRPC", "JSONText", "MemoryModel", "MemoryTestSupport"]),
        .testTarget(
            name: "ContextServerTests", dependencies: ["ContextServer", "JSONRPC", "JSONText", "MemoryModel"]),
        .testTarget(name: "HostHooksTests", dependencies: ["HostHooks", "JSONText", "MemoryModel", "RuntimeHome"]),
        .testTarget(
            name: "MemoryStoreTests",
            dependencies: [
                "JSONText", "MemoryModel", "MemoryStore", "MemoryTestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(name: "DigestTests", dependencies: ["Digest"]),
        .testTarget(
            name: "SigningTests",
            dependencies: [
                "BinaryText", "Signing",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "HubStoreTests",
            dependencies: [
                "HubStore", "JSONText", "MemoryModel", "MemoryTestSupport", "PostgresClient", "SharedStatements",
                "Signing",
            ]
        ),
        .testTarget(
            name: "SharedStatementsTests",
            dependencies: ["BinaryText", "Digest", "JSONText", "MemoryMath", "SharedStatements", "Signing"]
        ),
        .testTarget(
            name: "SentenceEncoderTests",
            dependencies: ["Digest", "LanguageModels", "MemoryModel", "SentenceEncoder", "WordPiece"]
        ),
        .testTarget(
            name: "TokenTableTests",
            dependencies: ["LanguageModels", "MemoryModel", "TokenTable"]
        ),
        .testTarget(
            name: "ModelConversionTests",
            dependencies: [
                "JSONText", "MemoryModel", "ModelConversion", "RuntimeHome", "SentenceEncoder", "WordPiece",
                "ZipReading",
            ]
        ),
        .testTarget(name: "WordPieceTests", dependencies: ["MemoryModel", "WordPiece"]),
        .testTarget(
            name: "VectorColumnTests",
            dependencies: ["CVectorScan", "LanguageModels", "MemoryModel", "VectorColumn"]
        ),
        .testTarget(
            name: "VectorUpkeepTests",
            dependencies: [
                "LanguageModels", "MemoryCore", "MemoryModel", "MemoryTestSupport", "VectorColumn", "VectorUpkeep",
            ]
        ),
        .testTarget(name: "LocalEmbeddingTests", dependencies: ["LanguageModels", "LocalEmbedding", "MemoryModel"]),
        .testTarget(
            name: "ProjectIdentityTests", dependencies: ["MemoryModel", "MemoryTestSupport", "ProjectIdentity"]),
        .testTarget(name: "MessageReadingTests", dependencies: ["MemoryModel", "MessageReading"]),
        .testTarget(
            name: "EpisodeRoutingTests", dependencies: ["EpisodeRouting", "MemoryModel", "MessageReading"]),
        .testTarget(name: "StepReadingTests", dependencies: ["StepReading"]),
        .testTarget(
            name: "EpisodeReflectionTests",
            dependencies: ["EpisodeReflection", "JSONText", "MemoryModel", "Prompting"]),
        .testTarget(
            name: "RewardAssignmentTests",
            dependencies: ["JSONText", "MemoryModel", "Prompting", "RewardAssignment"]),
        .testTarget(
            name: "PolicyInductionTests",
            dependencies: ["JSONText", "MemoryModel", "PolicyInduction", "Prompting", "StepReading", "TextAnalysis"]),
        .testTarget(
            name: "WorldModelingTests",
            dependencies: ["JSONText", "MemoryModel", "Prompting", "WorldModeling"]),
        .testTarget(
            name: "SkillCrystallizationTests",
            dependencies: ["JSONText", "MemoryModel", "Prompting", "SkillCrystallization"]),
        .testTarget(
            name: "SkillPackagesTests",
            dependencies: ["CChecksum", "JSONText", "MemoryModel", "SkillPackages", "SkillScreening"]),
        .testTarget(name: "SkillScreeningTests", dependencies: ["SkillScreening"]),
        .testTarget(name: "ZipReadingTests", dependencies: ["ZipReading"]),
        .testTarget(
            name: "DecisionRepairTests",
            dependencies: ["DecisionRepair", "JSONText", "MemoryModel", "Prompting"]),
        .testTarget(name: "RecallVerdictsTests", dependencies: ["JSONText", "MemoryModel", "RecallVerdicts"]),
        .testTarget(name: "TraceCaptureTests", dependencies: ["JSONText", "MemoryModel", "TraceCapture"]),
        .testTarget(name: "QuestionReadingTests", dependencies: ["MemoryModel", "QuestionReading", "TextAnalysis"]),
        .testTarget(
            name: "RetrievalTests",
            dependencies: [
                "JSONText", "MemoryCore", "MemoryModel", "MemoryStore", "MemoryTestSupport", "Ranking", "Retrieval",
                "TextAnalysis",
            ]
        ),
        .testTarget(name: "HubDiscoveryTests", dependencies: ["HubDiscovery"]),
        .testTarget(name: "RankingTests", dependencies: ["JSONText", "MemoryModel", "Ranking"]),
        .testTarget(
            name: "LearningPipelineTests",
            dependencies: [
                "JSONText", "LanguageModels", "LearningPipeline", "MemoryModel", "MemoryStore", "MemoryTestSupport",
                "Prompting", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "ConversationTests",
            dependencies: [
                "EpisodeRouting", "HostHooks", "JSONText", "LanguageModels", "MemoryCore", "MemoryDispatch",
                "MemoryModel", "MemoryStore",
                "MemoryTestSupport", "Retrieval", "SharedStatements", "Signing", "TextAnalysis", "VectorColumn",
                "VectorUpkeep",
            ]
        ),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "BinaryText", "Daemon", "Digest", "HostHooks", "HubClient", "JSONText", "LanguageModels",
                "MemoryAssembly",
                "MemoryCore", "MemoryDispatch",
                "MemoryModel", "MemoryStore", "MemoryTestSupport", "RuntimeHome", "SharedStatements", "Signing",
                "VectorColumn",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "DemoHomeTests",
            dependencies: [
                "DemoHome", "MemoryModel", "MemoryStore", "MemoryTestSupport", "RuntimeHome", "TextAnalysis",
            ]),
        .testTarget(
            name: "DaemonLoggingTests",
            dependencies: ["DaemonLogging", "JSONText", .product(name: "Logging", package: "swift-log")]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where !target.name.hasPrefix("C") || target.name.hasPrefix("Context") {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
