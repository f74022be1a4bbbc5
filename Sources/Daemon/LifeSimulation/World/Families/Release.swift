extension Families {
    /// A release needs a section in the change log, in the version that the tag has.
    static let release = Family(
        name: "release", places: ["billing-api", "gateway", "desk-plugin"],
        guises: [
            "Release {version}.",
            "Cut a new version with the {topic} work, it is {version}.",
            "tag v{version} and get it out",
            "We promised {version} for today, please do the release.",
            "发布新版本 {version}。",
        ],
        heldOut: [
            "Time for {version}: do whatever a new version takes.",
            "The {topic} work should go to customers as {version}.",
            "打个 {version} 的版本",
        ],
        cases: [
            ["topic": "audit"], ["topic": "search"], ["topic": "import"], ["topic": "billing"], ["topic": "theming"],
        ],
        course: [
            Family.Move(
                "bump", .plain,
                [
                    "billing-api": .shell("bump-my-version bump --new-version {version}", ""),
                    "gateway": .edit(
                        "internal/version/version.go", from: "const Version = \"{oldVersion}\"",
                        to: "const Version = \"{version}\""),
                    "desk-plugin": .shell("pnpm version {version} --no-git-tag-version", "v{version}"),
                ]),
            Family.Move(
                "changelog", .hidden,
                [
                    "*": .edit(
                        "CHANGELOG.md", from: "# Changelog",
                        to: """
                            # Changelog

                            ## {version}

                            - {topic}: see the linked issues
                            """)
                ]),
            Family.Move(
                "check", .blocked,
                [
                    "*": .shell(
                        "scripts/check-release {version}",
                        """
                        version files: {version}
                        CHANGELOG.md: section {version} found
                        release {version} is consistent
                        """
                    )
                ]),
            Family.Move(
                "commit", .plain,
                [
                    "*": .shell(
                        "git commit -am 'Release {version}'",
                        """
                        [main {revision}] Release {version}
                         {small} files changed, 14 insertions(+), 2 deletions(-)
                        """)
                ]),
            Family.Move("tag", .plain, ["*": .shell("git tag -a v{version} -m 'Release {version}'", "")]),
            Family.Move(
                "push", .plain,
                [
                    "*": .shell(
                        "git push --follow-tags",
                        """
                        To github.com:northwind/{name}.git
                           {oldRevision}..{revision}  main -> main
                         * [new tag]         v{version} -> v{version}
                        """
                    )
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    """
                version files: {version}
                error: CHANGELOG.md has no section for {version}
                release {version} is not consistent
                """
            ],
            attempts: [
                "*": [
                    .shell(
                        "scripts/check-release {version} --verbose",
                        """
                        version files: {version}
                        error: CHANGELOG.md has no section for {version}
                        """),
                    .shell("git log --oneline -5", "{revision} Add {topic}\n{oldRevision} Fix rounding"),
                ]
            ],
            keys: ["*": [["CHANGELOG.md"], ["CHANGELOG"]]]),
        answers: [
            "{version} is tagged and pushed.",
            "Released {version}; the change log has its section.",
            "{version} 已发布。",
        ]
    )
}
