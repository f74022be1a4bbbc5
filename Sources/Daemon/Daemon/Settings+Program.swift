import DaemonConfiguration
import LanguageModels

/// From the file's settings to what the program beside its memory wants to know.
extension Settings {
    var embeddingWish: Meaning.Wish {
        let automatic = Settings.Embedding.automatic
        let remote = endpoint(for: .embedding)
        // The name is the provider's then, and no file of this machine is called so.
        return Meaning.Wish(
            isEnabled: embedding.enabled, model: remote == nil ? embedding.model : automatic, automatic: automatic,
            remote: remote)
    }

    var idleLimit: Duration? { daemon.idleMinutes == 0 ? nil : .seconds(daemon.idleMinutes * 60) }
}
