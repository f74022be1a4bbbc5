extension Settings {
    /// The model that turns texts into vectors.
    package struct Embedding: Sendable, Equatable {
        /// Find by meaning beside by words.
        package var enabled = true
        /// Name of an installed model, or `auto`.
        package var model = Self.automatic
        /// Make vectors of new memories.
        package var background = true
        /// Threads that make vectors in the background.
        package var threads = 1

        package init() {}

        /// The best model there is: the default one when it is installed, else the small table that comes along.
        package static let automatic = "auto"
    }
}

extension Settings.Embedding {
    static let section = SettingsSection(
        "embedding", "The model that finds memories by meaning; it runs in the daemon.")

    static let options: [SettingsOption] = [
        .flag("embedding.enabled", \.embedding.enabled, "Find memories by meaning too, not by words alone."),
        .text(
            "embedding.model", \.embedding.model,
            "Name of an installed model (memos model list), or auto for the best one there is; changing it makes all "
                + "vectors anew in the background."),
        .flag(
            "embedding.background", \.embedding.background,
            "Make the vectors of new memories; false pauses that, and what has no vector is found by words."),
        .integer(
            "embedding.threads", \.embedding.threads, in: 1...16,
            "Threads that make vectors in the background, at low priority.", restart: true),
    ]
}
