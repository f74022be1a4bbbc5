import DaemonConfiguration
import LanguageModels

/// From the file's settings to what the program beside its memory wants to know.
extension Settings {
    var embeddingWish: Meaning.Wish {
        let remote = endpoint(for: .embedding)
        // The name is the provider's then; of this machine's models, the best there is stands in.
        let model = remote == nil ? embedding.model : Settings.Embedding.automatic
        return Meaning.Wish(
            isEnabled: embedding.enabled, model: model, automatic: Settings.Embedding.automatic, remote: remote)
    }

    var idleLimit: Duration? { daemon.idleMinutes == 0 ? nil : .seconds(daemon.idleMinutes * 60) }
}
