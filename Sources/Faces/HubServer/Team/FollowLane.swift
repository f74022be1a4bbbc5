import MemoryModel

/// Runs one after another what must not overlap; who comes while another runs shares the run after it.
actor FollowLane {
    private var current: Task<Result<Void, MemoryError>, Never>?
    /// How many callers the run that goes on covers, and how many came.
    private var covered = 0
    private var wanted = 0

    /// Returns after a run that began after the call.
    func run(_ body: @escaping @Sendable () async throws(MemoryError) -> Void) async throws(MemoryError) {
        wanted += 1
        let ticket = wanted
        while true {
            let task: Task<Result<Void, MemoryError>, Never>
            if let current {
                task = current
            } else {
                covered = wanted
                task = Task {
                    do throws(MemoryError) {
                        try await body()
                        return .success(())
                    } catch {
                        return .failure(error)
                    }
                }
                current = task
            }
            let isMine = covered >= ticket
            let outcome = await task.value
            // Whoever is first to wake makes room: a task that has ended is awaited without a pause, for ever.
            if current == task { current = nil }
            if isMine { return try outcome.get() }
        }
    }
}
