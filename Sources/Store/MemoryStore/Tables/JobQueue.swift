import GRDB
package import MemoryModel

extension MemoryReader {
    /// The job that may run now and has waited longest; otherwise when the next one may.
    ///
    /// - Parameters:
    ///   - kinds: that are asked for; a kind of a newer version's waits for that version and holds up nobody.
    ///   - inHand: jobs to be passed over, whatever their time is now.
    package func nextJob(
        at time: Timestamp, of kinds: [LearningJob.Kind] = LearningJob.Kind.allCases, besides inHand: [LearningJob] = []
    ) throws -> (ready: LearningJob?, nextAt: Timestamp?) {
        let names = kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let rows = try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT * FROM jobs WHERE state = 'pending' AND kind IN (\(names)) ORDER BY not_before LIMIT ?
                """,
            arguments: [inHand.count + 1]
        )
        let job = rows.lazy.compactMap(LearningJob.init(row:)).first { job in
            !inHand.contains { $0.kind == job.kind && $0.subject == job.subject }
        }
        guard let job else { return (nil, nil) }
        return job.notBefore <= time ? (job, nil) : (nil, job.notBefore)
    }
}

extension MemoryTransaction {
    /// Adds a job, or moves the one that waits for the same subject to the new time.
    package func enqueue(_ kind: LearningJob.Kind, subject: String, notBefore: Timestamp) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO jobs (kind, subject, not_before) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET not_before = excluded.not_before, state = 'pending', attempts = 0, last_error = NULL
                """
        ).execute(arguments: [kind.rawValue, subject, notBefore])
        noteNewJob()
    }

    /// Adds a job unless one waits for the same subject.
    package func enqueueUnlessWaiting(_ kind: LearningJob.Kind, subject: String, notBefore: Timestamp) throws {
        try connection.execute(
            sql: "INSERT INTO jobs (kind, subject, not_before) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [kind.rawValue, subject, notBefore]
        )
        if connection.changesCount > 0 { noteNewJob() }
    }

    /// Removes a finished job, unless it was asked for again meanwhile.
    package func finish(_ job: LearningJob) throws {
        try connection.execute(
            sql: "DELETE FROM jobs WHERE kind = ? AND subject = ? AND not_before = ?",
            arguments: [job.kind.rawValue, job.subject, job.notBefore]
        )
    }

    /// Puts a job that failed off to a later time, or gives it up.
    package func fail(_ job: LearningJob, error: String, retryAt: Timestamp?) throws {
        try connection.execute(
            sql: """
                UPDATE jobs SET attempts = attempts + 1, last_error = ?, not_before = coalesce(?, not_before),
                state = CASE WHEN ? IS NULL THEN 'failed' ELSE 'pending' END WHERE kind = ? AND subject = ?
                """,
            arguments: [error, retryAt, retryAt, job.kind.rawValue, job.subject]
        )
    }
}

extension LearningJob {
    init?(row: Row) {
        guard let kind = Kind(rawValue: row["kind"]) else { return nil }
        self.init(
            kind: kind, subject: row["subject"], notBefore: row["not_before"], attempts: row["attempts"],
            lastError: row["last_error"]
        )
    }
}
