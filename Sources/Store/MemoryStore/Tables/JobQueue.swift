import GRDB
package import MemoryModel

extension MemoryReader {
    /// The job that may run now and has waited longest; otherwise when the next one may.
    package func nextJob(at time: Timestamp) throws -> (ready: LearningJob?, nextAt: Timestamp?) {
        // A kind of a newer version's waits for that version and holds up nobody.
        let known = LearningJob.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let row = try Row.fetchOne(
            connection,
            cachedSQL: """
                SELECT * FROM jobs WHERE state = 'pending' AND kind IN (\(known)) ORDER BY not_before LIMIT 1
                """,
            arguments: []
        )
        guard let row, let job = LearningJob(row: row) else { return (nil, nil) }
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
