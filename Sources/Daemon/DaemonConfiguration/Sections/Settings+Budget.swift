package import LanguageModels

extension Settings {
    /// What models may cost, in all and a role.
    package struct Budget: Sendable, Equatable {
        package var total = Limits(dayTokens: 1_000_000, monthTokens: 10_000_000, dayDollars: 1, monthDollars: 10)
        package var llm = Limits()
        package var l3Llm = Limits()
        package var skillEvolver = Limits()
        package var embedding = Limits()
        package var reranker = Limits()

        package init() {}

        /// Each is −1 for no limit, 0 for nothing at all.
        package struct Limits: Sendable, Equatable {
            package var dayTokens = -1
            package var monthTokens = -1
            package var dayDollars = -1.0
            package var monthDollars = -1.0

            package init() {}

            init(dayTokens: Int, monthTokens: Int, dayDollars: Double, monthDollars: Double) {
                (self.dayTokens, self.monthTokens) = (dayTokens, monthTokens)
                (self.dayDollars, self.monthDollars) = (dayDollars, monthDollars)
            }
        }

        /// - Parameter role: `nil` for all roles together.
        package subscript(role: ModelRole?) -> Limits {
            get {
                switch role {
                case nil: total
                case .llm: llm
                case .l3Llm: l3Llm
                case .skillEvolver: skillEvolver
                case .embedding: embedding
                case .reranker: reranker
                }
            }
            set {
                switch role {
                case nil: total = newValue
                case .llm: llm = newValue
                case .l3Llm: l3Llm = newValue
                case .skillEvolver: skillEvolver = newValue
                case .embedding: embedding = newValue
                case .reranker: reranker = newValue
                }
            }
        }
    }
}

extension Settings.Budget {
    static let sections =
        [
            SettingsSection(
                "budget",
                "What models may cost. At a limit, work goes on without models. -1 is no limit, 0 allows nothing.")
        ]
        + ModelRole.allCases.map {
            SettingsSection("budget.\($0.rawValue)", "What \($0.rawValue) may cost, within the limits above.")
        }

    static let options = options(of: nil) + ModelRole.allCases.flatMap { options(of: $0) }

    private static func options(of role: ModelRole?) -> [SettingsOption] {
        func key(_ name: String) -> String { "budget." + (role.map { $0.rawValue + "." } ?? "") + name }
        let tokens = -1...1_000_000_000_000
        let dollars = -1.0...1_000_000.0
        return [
            .integer(key("dayTokens"), \.budget[role].dayTokens, in: tokens, "Tokens a day, sent and answered."),
            .integer(key("monthTokens"), \.budget[role].monthTokens, in: tokens, "Tokens a month."),
            .number(key("dayDollars"), \.budget[role].dayDollars, in: dollars, "Dollars a day."),
            .number(key("monthDollars"), \.budget[role].monthDollars, in: dollars, "Dollars a month."),
        ]
    }
}
