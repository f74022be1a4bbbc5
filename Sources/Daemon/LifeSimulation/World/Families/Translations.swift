extension Families {
    /// Every language has every key, or the build refuses.
    static let translations = Family(
        name: "translation-sync", places: ["storefront", "desk-plugin"],
        guises: [
            "Add the text \"{phrase}\" under {key}.",
            "The {topic} page shows the raw key {key}, give it a text.",
            "new string {key}: {phrase}",
            "Marketing wants \"{phrase}\" on the {topic} page.",
            "加一条文案 {key}：{phrase}",
        ],
        heldOut: [
            "Put \"{phrase}\" on the {topic} screen in all languages.",
            "The wording for {key} is missing, please supply it.",
            "{topic} 页面缺文案 {key}，补一下",
        ],
        cases: [
            ["key": "checkout.title", "phrase": "Almost there", "topic": "checkout"],
            ["key": "cart.empty", "phrase": "Your cart is empty", "topic": "cart"],
            ["key": "login.hint", "phrase": "Use your work address", "topic": "login"],
            ["key": "search.none", "phrase": "Nothing found", "topic": "search"],
            ["key": "profile.saved", "phrase": "Saved", "topic": "profile"],
        ],
        course: [
            Family.Move(
                "text", .plain, ["*": .edit("locales/en.json", from: "{", to: "{\n  \"{key}\": \"{phrase}\",")]),
            Family.Move(
                "sync", .hidden,
                [
                    "storefront": .shell(
                        "npm run i18n:sync",
                        """
                        > node scripts/i18n-sync.js

                        de: 1 key added
                        fr: 1 key added
                        zh: 1 key added
                        """),
                    "desk-plugin": .shell("pnpm i18n:extract --fill", "locales/de.json: +1\nlocales/zh.json: +1"),
                ]),
            Family.Move(
                "build", .blocked,
                [
                    "storefront": .shell(
                        "npm run build",
                        """
                        > tsc -b && vite build

                        vite v5.4.8 building for production...
                        ✓ {pid} modules transformed.
                        ✓ built in 6.{small}s
                        """
                    ),
                    "desk-plugin": .shell(
                        "pnpm build",
                        """
                        packages/core build: ✓ built in 3.{small}s
                        packages/core build: Done
                        """),
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "storefront":
                    """
                > tsc -b && vite build

                vite v5.4.8 building for production...
                [vite-plugin-locales] Error: Missing translation keys in de: {key}
                [vite-plugin-locales] Missing translation keys in fr, zh: {key}
                error during build:
                Error: Missing translation keys
                """,
                "desk-plugin":
                    """
                packages/core build: Error: locales/de.json is missing 1 key: {key}
                packages/core build: Failed
                 ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL  core@{version} build: `node build.mjs`
                Exit status 1
                """,
            ],
            attempts: [
                "storefront": [
                    .shell(
                        "npm run build -- --force",
                        """
                        error during build:
                        Error: Missing translation keys in de: {key}
                        """),
                    .shell("grep -n '{key}' locales/de.json", ""),
                ],
                "desk-plugin": [
                    .shell("pnpm install --force", "Progress: resolved 611, reused 611, downloaded 0, added 0, done"),
                    .shell(
                        "pnpm build --no-bail", "packages/core build: Error: locales/de.json is missing 1 key: {key}"),
                ],
            ],
            keys: ["storefront": [["i18n:sync"]], "desk-plugin": [["i18n:extract"]]]),
        answers: [
            "{key} has a text in every language, the build passes.",
            "Added; the other languages were filled from English.",
            "文案 {key} 已加，各语言已同步。",
        ]
    )
}
