import MemoryModel

/// Something that a person does not want to be done here, without a condition: “never push to main”, “不要动迁移文件”.
struct Taboo: Equatable {
    let act: Act
    /// What it is not to be done to, as the person named it.
    let object: String

    enum Act: String, CaseIterable {
        case push, commit, merge, edit, delete, use, run, deploy, install, publish
        case forcePush = "force-push"
    }

    init(act: Act, object: String) {
        self.act = act
        self.object = object
    }

    /// Reads `key`.
    init?(key: String) {
        guard let colon = key.firstIndex(of: ":"), let act = Act(rawValue: String(key[..<colon])) else { return nil }
        self.init(act: act, object: String(key[key.index(after: colon)...]))
    }

    var key: String { "\(act.rawValue):\(object)" }

    var label: String { isChinese ? "\(words.chinese)\(shown)" : "\(words.english)\(shown)".lowercasedFirst }

    var sentence: String { isChinese ? "不允许\(words.chinese)\(shown)。" : "\(words.english)\(shown) is not allowed." }

    private var isChinese: Bool { object.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }

    private var shown: String {
        guard !object.isEmpty else { return "" }
        let isOneWord = !object.contains(" ")
        let isCode = isOneWord && (object.contains { "/._-@*".contains($0) || $0.isNumber } || takesPlace)
        let isName = isCode && !isChinese
        return isChinese ? object : " " + (isName ? "`\(object)`" : object)
    }

    private var takesPlace: Bool { [.push, .commit, .merge, .deploy, .forcePush].contains(act) }

    private var words: (english: String, chinese: String) {
        switch act {
        case .push: ("Pushing to", "推送到")
        case .commit: ("Committing to", "提交到")
        case .merge: ("Merging into", "合并到")
        case .edit: ("Editing", "修改")
        case .delete: ("Deleting", "删除")
        case .use: ("Using", "使用")
        case .run: ("Running", "运行")
        case .deploy: ("Deploying to", "部署到")
        case .install: ("Installing", "安装")
        case .publish: ("Publishing", "发布")
        case .forcePush: (object.isEmpty ? "Force-pushing" : "Force-pushing to", "强制推送到")
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension FactMining {
    mutating func readTaboos(in message: String, at trace: Trace) {
        for said in TabooReading.all(in: message) {
            let key = FactKey(.taboo, said.taboo.key, isDenial: said.isLifted)
            note(key, said.isLifted ? "" : said.isStanding ? Self.standing : "once", in: trace)
        }
    }

    /// The value of what was said for good and not for one task.
    static let standing = "always"
}
