import LanguageModels

extension Settings {
    /// The model that turns texts into vectors.
    package struct Embedding: Sendable, Equatable {
        /// Find by meaning beside by words.
        package var enabled = true
        /// Whose model; its name is that of an installed one, or `auto`.
        package var access = ModelAccess(provider: .local, model: Self.automatic)
        /// Components of a vector that a provider is asked for; 0 leaves it to the model.
        package var dimensions = 0
        /// Make vectors of new memories.
        package var background = true
        /// Threads that make vectors in the background.
        package var threads = 1

        package init() {}

        /// The best model there is: the default one when it is installed, else the small table that comes along.
        package static let automatic = "auto"

        package var model: String {
            get { access.model }
            set { access.model = newValue }
        }
    }
}

extension Settings.Embedding {
    static let section = SettingsSection(
        "embedding", "The model that finds memories by meaning; it runs in the daemon unless another provider is named."
    )

    static let options: [SettingsOption] =
        [.flag("embedding.enabled", \.embedding.enabled, "Find memories by meaning too, not by words alone.")]
        + Settings.ModelAccess.options(of: .embedding) + [
            .integer(
                "embedding.dimensions", \.embedding.dimensions, in: 0...8192,
                "Components of a vector that a provider is asked for; 0 leaves it to the model."),
            .flag(
                "embedding.background", \.embedding.background,
                "Make the vectors of new memories; false pauses that, and what has no vector is found by words."),
            .integer(
                "embedding.threads", \.embedding.threads, in: 1...16,
                "Threads that make vectors in the background, at low priority.", restart: true),
        ]
}
