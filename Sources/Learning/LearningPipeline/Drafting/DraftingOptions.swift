package import MemoryModel

/// When models are asked in learning, as the settings give it. Without a model nothing is asked, whatever stands here.
package struct DraftingOptions: Sendable, Equatable {
    package var isEnabled: Bool
    /// Whether tasks out of a back-fill are drafted too, which may be thousands.
    package var includesImports: Bool
    /// Calls that one job may make: the least that a task of usual length needs, and a bound for a very long one.
    package var callsPerTask: Int

    package init(isEnabled: Bool = true, includesImports: Bool = false, callsPerTask: Int = 3) {
        self.isEnabled = isEnabled
        self.includesImports = includesImports
        self.callsPerTask = callsPerTask
    }

    /// Whether a model may be asked about a task.
    package func allows(_ record: EpisodeRecord) -> Bool {
        isEnabled && (includesImports || !record.steps.contains { $0.origin == .imported })
    }
}
