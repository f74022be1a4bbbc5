import EpisodeRouting
import MemoryModel
import Testing

/// Which task a message belongs to.
struct EpisodeRouterTests {
    private static let hour: Int64 = 3_600_000

    private func route(
        after gap: Int64, turns: Int = 1, _ followUps: EpisodeRouter.FollowUps = .merge
    ) -> EpisodeRouter.Route {
        var options = EpisodeRouter.Options()
        options.followUps = followUps
        let open = Episode(
            id: EpisodeID("ep_1"), sessionID: SessionID("s"), openedAt: 0, lastActiveAt: 1000, turnCount: turns)
        return EpisodeRouter(options: options).route(messageAt: 1000 + gap, open: open)
    }

    @Test func theFirstMessageBeginsATask() {
        let route = EpisodeRouter(options: EpisodeRouter.Options()).route(messageAt: 5, open: nil)
        #expect(route == .begin(closing: nil, reason: .newTask))
    }

    @Test(arguments: [
        (Int64(0), 1, EpisodeRouter.Route.continue(EpisodeID("ep_1"))), (2 * hour, 29, .continue(EpisodeID("ep_1"))),
        (-hour, 1, .continue(EpisodeID("ep_1"))),
        (2 * hour + 1, 1, .begin(closing: EpisodeID("ep_1"), reason: .idle)),
        (0, 30, .begin(closing: EpisodeID("ep_1"), reason: .newTask)),
        (3 * hour, 30, .begin(closing: EpisodeID("ep_1"), reason: .idle)),
    ])
    func followUpsAreMergedWhileGapAndNumberAllow(gap: Int64, turns: Int, expected: EpisodeRouter.Route) {
        #expect(route(after: gap, turns: turns) == expected)
    }

    @Test func splitBeginsATaskWithEveryMessage() {
        #expect(route(after: 0, .split) == .begin(closing: EpisodeID("ep_1"), reason: .newTask))
        #expect(route(after: 3 * Self.hour, .split) == .begin(closing: EpisodeID("ep_1"), reason: .idle))
    }
}
