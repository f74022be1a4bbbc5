import EpisodeRouting
import MemoryModel
import MessageReading
import Testing

/// Which task a message belongs to.
struct EpisodeRouterTests {
    private static let hour: Int64 = 3_600_000
    private static let episode = EpisodeID("ep_1")
    typealias Route = EpisodeRouter.Route

    /// - Parameters:
    ///   - gap: milliseconds since the episode was last active.
    ///   - closed: milliseconds between its last activity and its closing; `nil` while it is open.
    private func route(
        _ relation: Relation = .followUp, after gap: Int64, turns: Int = 1, closed: Int64? = nil,
        _ followUps: EpisodeRouter.FollowUps = .merge
    ) -> Route {
        var options = EpisodeRouter.Options()
        options.followUps = followUps
        let start: Timestamp = 1_000_000_000
        let latest = Episode(
            id: Self.episode, sessionID: SessionID("s"), openedAt: start - 1000, lastActiveAt: start,
            closedAt: closed.map { start + $0 }, closeReason: closed == nil ? nil : .newTask, turnCount: turns)
        return EpisodeRouter(options: options).route(messageAt: start + gap, relation: relation, latest: latest)
    }

    private static func begin(_ reason: Episode.CloseReason) -> Route { .begin(closing: episode, reason: reason) }

    @Test("The first message begins a task, whatever it says", arguments: Relation.allCases)
    func first(relation: Relation) {
        let router = EpisodeRouter(options: EpisodeRouter.Options())
        #expect(router.route(messageAt: 5, relation: relation, latest: nil) == .begin(closing: nil, reason: .newTask))
    }

    @Test(
        "Follow-ups are merged while gap and number allow",
        arguments: [
            (Int64(0), 1, Route.continue(episode)), (2 * hour, 29, .continue(episode)), (-hour, 1, .continue(episode)),
            (-1000 * hour, 1, .continue(episode)), (2 * hour + 1, 1, begin(.idle)), (0, 30, begin(.newTask)),
            (3 * hour, 30, begin(.idle)),
        ])
    func merge(gap: Int64, turns: Int, expected: Route) {
        #expect(route(after: gap, turns: turns) == expected)
        #expect(route(.first, after: gap, turns: turns) == expected)
    }

    @Test("Split begins a task with every follow-up, but not with a revision")
    func split() {
        #expect(route(after: 0, .split) == Self.begin(.newTask))
        #expect(route(after: 3 * Self.hour, .split) == Self.begin(.idle))
        #expect(route(.revision, after: 0, .split) == .continue(Self.episode))
    }

    @Test("A new task closes the open one")
    func newTask() {
        #expect(route(.newTask, after: 0) == Self.begin(.newTask))
        #expect(route(.newTask, after: 3 * Self.hour) == Self.begin(.idle))
        #expect(route(.newTask, after: 0, closed: 0) == .begin(closing: nil, reason: .newTask))
    }

    @Test("A task that was opened for a message takes it, whatever it says", arguments: Relation.allCases)
    func awaited(relation: Relation) {
        #expect(route(relation, after: 1, turns: 0) == .continue(Self.episode))
        #expect(route(relation, after: 1, turns: 0, .split) == .continue(Self.episode))
    }

    @Test(
        "A revision goes on with its task, and reopens it when it was closed lately",
        arguments: [
            (Int64(0), nil, Route.continue(episode)), (hour, 0, .reopen(episode)), (2 * hour, 0, .reopen(episode)),
            (2 * hour + 1, 0, .begin(closing: nil, reason: .newTask)), (-hour, nil, .continue(episode)),
            (-500, 0, .reopen(episode)), (-hour, 0, .begin(closing: nil, reason: .newTask)),
            // Closed as idle two hours after the last word, by the job or by nobody yet.
            (3 * hour, 2 * hour, .reopen(episode)), (3 * hour, nil, .continue(episode)),
            (5 * hour, 2 * hour, .begin(closing: nil, reason: .newTask)), (5 * hour, nil, begin(.idle)),
            // Closed late, because nothing ran meanwhile.
            (25 * hour, 24 * hour, .begin(closing: nil, reason: .newTask)),
        ] as [(Int64, Int64?, Route)])
    func revision(gap: Int64, closed: Int64?, expected: Route) {
        #expect(route(.revision, after: gap, closed: closed) == expected)
    }

    @Test("A revision is not a turn too many")
    func longTask() {
        #expect(route(.revision, after: 0, turns: 30) == .continue(Self.episode))
    }

    @Test("A closed task does not take follow-ups")
    func closed() {
        #expect(route(.followUp, after: 1, closed: 0) == .begin(closing: nil, reason: .newTask))
    }
}
