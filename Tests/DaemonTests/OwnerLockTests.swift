import MemoryModel
import MemoryTestSupport
import RuntimeHome
import Testing

@testable import Daemon

/// One process owns a home.
struct OwnerLockTests {
    private let folder = TemporaryHome()
    private var home: RuntimeHome { RuntimeHome(path: folder.path) }

    init() {
        folder.makeFolder("daemon")
    }

    private func isTaken(isAnswering: Bool = true, patience: Int = 0) throws -> Bool {
        switch try OwnerLock.take(home, patienceMilliseconds: patience, isAnswering: { isAnswering }) {
        case .taken: true
        case .ownedByAnother: false
        }
    }

    @Test func theSecondTakerStandsBack() throws {
        switch try OwnerLock.take(home, isAnswering: { false }) {
        case .ownedByAnother: Issue.record("nobody had it")
        case .taken(let lock):
            #expect(try !isTaken())
            let error = #expect(throws: MemoryError.self, "an owner about to go is waited for, not for ever") {
                try isTaken(isAnswering: false, patience: 40)
            }
            #expect(error?.code == .conflict)
            _ = consume lock
        }
        #expect(try isTaken(), "the lock goes with its owner")
    }

    @Test func theLockIsItsOwnersFile() throws {
        #expect(try isTaken())
        #expect(folder.mode("daemon/owner.lock") == 0o600)
        #expect(try isTaken(), "a file that was left is no lock")
    }

    @Test func aHomeThatCannotBeWrittenIsReported() {
        let nowhere = RuntimeHome(path: folder.file("missing"))
        let error = #expect(throws: MemoryError.self) {
            _ = try OwnerLock.take(nowhere, isAnswering: { false })
        }
        #expect(error?.code == .pathNotWritable)
        #expect(error?.hint?.contains("daemon") == true)
    }
}
