import DaemonConfiguration

/// From the file's settings to what the program beside its memory wants to know.
extension Settings {
    var embeddingWish: Meaning.Wish {
        Meaning.Wish(isEnabled: embedding.enabled, model: embedding.model, automatic: Settings.Embedding.automatic)
    }

    var idleLimit: Duration? { daemon.idleMinutes == 0 ? nil : .seconds(daemon.idleMinutes * 60) }
}
