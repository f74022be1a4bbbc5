import Dispatch
import Foundation
import JSONText
import Logging
import Synchronization
import Testing

@testable import DaemonLogging

@Suite struct DaemonLogTests {
    private let folder = LogFolder()

    private func log(
        _ change: (inout DaemonLog.Options) -> Void = { _ in }, redact: @escaping @Sendable (String) -> String = { $0 }
    ) -> DaemonLog {
        var options = DaemonLog.Options()
        options.clock = { 1_700_000_000_000 }
        change(&options)
        return DaemonLog(path: folder.path + "/memosd.log", options: options, redact: redact)
    }

    @Test func aRecordIsOneLineOfJSON() throws {
        struct Broken: Error {}
        let log = log()
        var logger = log.logger(label: "memos.recall")
        logger[metadataKey: "session"] = "s1"
        logger.warning("two\nlines", metadata: ["z": "\(1)", "a": ["x", ["k": "v"]]])
        logger.error("failed", error: Broken())
        log.close()
        let lines = folder.lines()
        #expect(
            lines.first
                == #"{"ts":1700000000000,"level":"warning","kind":"app","channel":"memos.recall","msg":"two\nlines","#
                + #""ctx":{"a":["x",{"k":"v"}],"session":"s1","z":"1"},"pid":\#(getpid()),"seq":1}"#)
        #expect(try JSON(parsing: lines[1])["err"] == ["message": "Broken()"])
        #expect(try lines.map { try JSON(parsing: $0) } == log.tail.read().map(\.json))
        #expect(folder.mode("memosd.log") == 0o600)
    }

    @Test func secretsAreTakenOutEverywhere() {
        struct Leak: Error { let text = "secret" }
        let log = log(redact: { $0.replacing("secret", with: "•") })
        log.logger(label: "x").error("a secret", error: Leak(), metadata: ["k": ["secret", ["d": "secret"]]])
        log.close()
        #expect(!folder.lines().joined().contains("secret"))
        #expect(log.tail.read().first?.message == "a •")
    }

    @Test func levelCountsForAllLoggersAtOnce() {
        let log = log()
        let logger = log.logger(label: "x")
        var own = log.logger(label: "own")
        own.logLevel = .error
        logger.debug("no")
        log.level = .debug
        logger.debug("yes")
        own.warning("no")
        log.level = .error
        logger.warning("no")
        log.close()
        #expect(log.tail.read().map(\.message) == ["yes"])
    }

    @Test func fullFilesArePutAside() {
        let log = log {
            $0.fileBytes = 500
            $0.filesKept = 2
        }
        let logger = log.logger(label: "x")
        for number in 1...40 { logger.info("number \(number)") }
        log.close()
        #expect(folder.names() == ["memosd.1.log", "memosd.2.log", "memosd.log"])
        let rest = (folder.lines("memosd.2.log") + folder.lines("memosd.1.log") + folder.lines()).compactMap {
            try? JSON(parsing: $0)["seq"]?.int
        }
        #expect(rest.last == 40)
        #expect(rest == Array((41 - Int64(rest.count))...40))
        for name in folder.names() { #expect(folder.size(name) <= 500) }
    }

    @Test func noFilesAsideWhenNoneAreWanted() {
        let log = log {
            $0.fileBytes = 300
            $0.filesKept = 0
        }
        for number in 1...9 { log.logger(label: "x").info("number \(number)") }
        log.close()
        #expect(folder.names() == ["memosd.log"])
        #expect(folder.lines().last?.contains("number 9") == true)
    }

    @Test func anExistingFileIsContinuedOnALineOfItsOwn() {
        folder.write("{\"half", "memosd.log")
        folder.write("old", "memosd.4.log")
        folder.write("older", "memosd.5.log")
        let log = log()
        log.logger(label: "x").info("next")
        log.close()
        #expect(folder.lines().first == "{\"half")
        #expect(folder.lines().count == 2)
        #expect(folder.names() == ["memosd.log"])
    }

    @Test func aDeletedFileIsMadeAnew() {
        let log = log()
        log.logger(label: "x").info("one")
        log.flush()
        folder.remove("memosd.log")
        log.logger(label: "x").info("two")
        log.close()
        #expect(folder.lines().count == 1)
    }

    @Test func aFullQueueDropsAndCounts() {
        let gate = DispatchSemaphore(value: 0)
        let isFirst = Mutex(true)
        let log = log({ $0.queueLimit = 10 }) { text in
            if isFirst.withLock({ first in
                defer { first = false }; return first
            }) {
                gate.wait()
            }
            return text
        }
        let logger = log.logger(label: "x")
        logger.info("blocks the writer")
        while isFirst.withLock({ $0 }) { usleep(100) }
        for number in 1...50 { logger.info("number \(number)") }
        gate.signal()
        log.close()
        let records = log.tail.read()
        #expect(records.count == 12)
        #expect(records.last?.context == ["dropped": "40"])
        #expect(records.last?.level == .warning)
    }

    @Test func afterItsEndTheLogIgnoresStatements() {
        let log = log()
        log.close()
        log.logger(label: "x").info("late")
        log.flush()
        #expect(log.tail.read().isEmpty)
    }

    @Test func anUnwritableFileIsNobodysProblem() {
        folder.remove("")
        let log = log()
        log.logger(label: "x").info("one")
        log.flush()
        #expect(log.tail.read().map(\.message) == ["one", "The log file cannot be written."])
        folder.make()
        log.logger(label: "x").info("two")
        log.close()
        #expect(folder.lines().count == 2)
        #expect(log.tail.read().last?.context == ["missing": "1"])
    }

    #if os(Linux)
        @Test func aFullDiskIsNobodysProblem() {
            folder.link("memosd.log", to: "/dev/full")
            let log = log()
            for number in 1...5 { log.logger(label: "x").info("number \(number)") }
            log.flush()
            // It is said once, wherever among the records the first one failed.
            #expect(log.tail.read().count { $0.context == ["reason": "No space left on device"] } == 1)
            folder.remove("memosd.log")
            log.logger(label: "x").info("room again")
            log.close()
            #expect(folder.lines().count == 2)
            #expect(log.tail.read().last?.context == ["missing": "5"])
        }
    #endif

    @Test func longMessagesAreCut() {
        let log = log()
        log.logger(label: "x").info("\(String(repeating: "ä", count: 20_000))")
        log.close()
        #expect(folder.size("memosd.log") < 17_000)
    }

    @Test func manyThreadsLoseNothing() async {
        let log = log { $0.queueLimit = 10_000 }
        await withTaskGroup(of: Void.self) { group in
            for thread in 1...8 {
                group.addTask {
                    let logger = log.logger(label: "t\(thread)")
                    for number in 1...500 { logger.info("\(number)") }
                }
            }
        }
        log.close()
        let records = folder.lines().compactMap { try? JSON(parsing: $0) }
        #expect(records.compactMap { $0["seq"]?.int } == Array(1...4000))
        for thread in 1...8 {
            let own = records.filter { $0["channel"] == JSON("t\(thread)") }.compactMap { $0["msg"]?.string }
            #expect(own == (1...500).map(String.init))
        }
    }
}
