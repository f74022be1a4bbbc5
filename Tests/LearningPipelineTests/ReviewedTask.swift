import JSONText
import LanguageModels
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

/// A task that a model may review, and what a good model says of it.
enum ReviewedTask {
    static let task = ScriptedTask(
        "Install psycopg2 for the billing service. From now on use uv instead of pip.",
        [
            .fails("pip install psycopg2", "Error: pg_config executable not found."),
            .runs("apt-get install -y libpq-dev", "Setting up libpq-dev"),
            .runs("pip install psycopg2", "Successfully installed psycopg2-2.9.9"),
        ], answer: "psycopg2 is installed.")

    /// Labels: e1 the message, e2 to e4 the steps, e5 the answer.
    static let reply: [(prompt: String, reply: JSON)] = [
        ("turn-summary", ["turns": [["turn": "e1", "text": "Installed psycopg2 for the billing service"]]]),
        (
            "reflection",
            [
                "steps": [
                    [
                        "step": "e3", "text": "psycopg2 needs the headers of libpq-dev.", "alpha": 0.95,
                        "usable": true, "evidence": ["e2", "e3", "e4"],
                    ]
                ]
            ]
        ),
        (
            "reward-rubric",
            [
                "goal": ["value": 1, "evidence": ["e4"], "reason": "psycopg2 was installed."],
                "process": ["value": 0.9, "evidence": ["e3"], "reason": ""],
                "satisfaction": ["value": 0, "evidence": [], "reason": ""],
            ]
        ),
        (
            "extraction",
            ["facts": [], "preferences": [["prefer": "uv", "avoid": "pip", "evidence": ["e1"]]]]
        ),
    ]

    static func lived(_ desk: any ModelDesk, _ task: ScriptedTask = task) async throws -> (TestMemory, EpisodeID) {
        let world = try TestMemory(desk: desk)
        let heard = try await world.live(task, session: "s1")
        return (world, try #require(heard.episode))
    }

    struct Review: Equatable {
        var score: EpisodeScore?
        var credits: [StepReflection?]
        var summaries: [String]
    }

    static func review(_ world: TestMemory, _ episode: EpisodeID) async throws -> Review {
        try await world.database.read { reader in
            let steps = try reader.traces(ofEpisode: episode)
            return Review(
                score: try reader.score(of: episode), credits: try steps.map { try reader.credit(of: $0.id) },
                summaries: steps.map(\.summary))
        }
    }
}
