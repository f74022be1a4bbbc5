import LanguageModels

/// Every setting of one memory home, typed and with its default. What `config.yaml` does not say stays at the default.
///
/// Each section is one file under `Sections/`: the property with its default, and its row in the table from which
/// decoding, validation, `config.get`, the template and `docs/CONFIGURATION.md` are made. It reads no file.
package struct Settings: Sendable, Equatable {
    package var viewer = Viewer()
    package var daemon = Daemon()
    package var recall = Recall()
    package var embedding = Embedding()
    package var reranker = Reranker()
    package var llm = MainModel()
    package var l3Llm = ChatRole(provider: .inherit)
    package var skillEvolver = ChatRole(provider: .inherit)
    package var models = Models()
    package var budget = Budget()
    package var session = Session()
    package var learning = Learning()
    package var capture = Capture()
    package var privacy = Privacy()
    package var storage = Storage()
    package var logging = Logging()
    package var agents = Agents()
    package var hub = Hub()

    package init() {}

    /// The table, in the order of the file and of the page.
    package static let options: [SettingsOption] =
        Viewer.options + Daemon.options + Recall.options + Embedding.options + Reranker.options + MainModel.options
        + ChatRole.options(of: .l3Llm) + ChatRole.options(of: .skillEvolver) + Models.options + Budget.options
        + Session.options + Learning.options + Capture.options + Privacy.options + Storage.options + Logging.options
        + Agents.options + Hub.options

    /// The sections and what each is about, in the same order. A nested section follows its parent.
    package static let sections: [SettingsSection] =
        [Viewer.section, Daemon.section, Recall.section, Recall.topKSection, Embedding.section, Reranker.section]
        + ModelRole.chats.flatMap(ChatRole.sections) + [Models.section] + Budget.sections
        + [
            Session.section, Learning.section, Capture.section, Privacy.section, Storage.section, Logging.section,
            Agents.section, Hub.section,
        ]

    package static func option(_ key: String) -> SettingsOption? {
        options.first { $0.key == key }
    }
}

/// A group of options: a mapping in the file, a heading in the page.
package struct SettingsSection: Sendable {
    package let key: String
    package let sentence: String

    package init(_ key: String, _ sentence: String) {
        self.key = key
        self.sentence = sentence
    }
}
