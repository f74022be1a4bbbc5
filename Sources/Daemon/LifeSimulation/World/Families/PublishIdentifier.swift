extension Families {
    /// What is published must bear the name that the registry and the manifest know.
    static let publishIdentifier = Family(
        name: "publish-identifier", places: ["storefront", "desk-plugin"],
        guises: [
            "Publish {package} {version} to the registry.",
            "Get the {topic} package out, customers are waiting for {version}.",
            "ship {package}, please",
            "The upload of {package} is refused, can you look into it and get it out?",
            "把 {package} 发布到仓库，版本 {version}。",
        ],
        heldOut: [
            "Push the new build of {package} to npm so that others can install it.",
            "The registry says no to our {topic} package. Make it go through.",
            "{package} 上传一直被拒，麻烦发出去",
        ],
        cases: [
            ["package": "checkout-kit", "topic": "checkout", "scope": "@northwind", "id": "com.northwind.checkout"],
            ["package": "theme-tools", "topic": "theming", "scope": "@northwind", "id": "com.northwind.themes"],
            ["package": "chart-panel", "topic": "chart", "scope": "@northwind", "id": "com.northwind.charts"],
            ["package": "sync-agent", "topic": "sync", "scope": "@northwind", "id": "com.northwind.sync"],
        ],
        course: [
            Family.Move(
                "agree", .hidden,
                [
                    "storefront": .edit(
                        "packages/{package}/package.json", from: "\"name\": \"{package}\"",
                        to: "\"name\": \"{scope}/{package}\""),
                    "desk-plugin": .edit(
                        "packages/{package}/manifest.json", from: "\"id\": \"{package}\"", to: "\"id\": \"{id}\""),
                ]),
            Family.Move(
                "pack", .hidden,
                [
                    "storefront": .shell(
                        "npm pack --dry-run",
                        """
                        npm notice 📦  {scope}/{package}@{version}
                        npm notice Tarball Contents
                        npm notice 1.1kB package.json
                        npm notice 14.2kB dist/index.js
                        npm notice total files: {small}
                        """
                    ),
                    "desk-plugin": .shell(
                        "pnpm pack",
                        "desk-{package}-{version}.tgz"),
                ]),
            Family.Move(
                "publish", .blocked,
                [
                    "storefront": .shell(
                        "npm publish --access public",
                        """
                        npm notice Publishing to https://registry.northwind.dev/ with tag latest and public access
                        + {scope}/{package}@{version}
                        """
                    ),
                    "desk-plugin": .shell(
                        "pnpm publish --no-git-checks", "+ desk-{package}@{version}"),
                ]),
            Family.Move(
                "look-up", .aside,
                [
                    "storefront": .shell("npm view {scope}/{package} version", "{version}"),
                    "desk-plugin": .shell("pnpm view desk-{package} version", "{version}"),
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "storefront":
                    """
                npm error code E403
                npm error 403 403 Forbidden - PUT https://registry.northwind.dev/{package} - Package name does not match the scope of this token: expected {scope}/{package}, got {package}
                npm error A complete log of this run can be found in: /home/dev/.npm/_logs/2026-02-11T09_12_44_201Z-debug-0.log
                """,
                "desk-plugin":
                    """
                 ERR_PNPM_PUBLISH  Plugin id mismatch: manifest.json says "{package}", the registry expected "{id}"
                rejected by the plugin registry (HTTP 422)
                """,
            ],
            attempts: [
                "storefront": [
                    .shell("npm whoami", "northwind-ci"),
                    .shell(
                        "npm publish --force",
                        """
                        npm warn using --force Recommended protections disabled.
                        npm error code E403
                        npm error 403 403 Forbidden - PUT https://registry.northwind.dev/{package} - Package name does not match the scope of this token: expected {scope}/{package}, got {package}
                        """
                    ),
                ],
                "desk-plugin": [
                    .shell(
                        "pnpm install",
                        """
                        Lockfile is up to date, resolution step is skipped
                        Already up to date
                        """),
                    .shell(
                        "pnpm publish --force",
                        " ERR_PNPM_PUBLISH  Plugin id mismatch: manifest.json says \"{package}\", the registry expected \"{id}\""
                    ),
                ],
            ],
            keys: [
                "storefront": [["package.json", "name"], ["package.json", "scope"], ["package.json", "identifier"]],
                "desk-plugin": [["manifest.json", "id"]],
            ]),
        answers: [
            "{package} {version} is published; its identifier had to agree with the registry first.",
            "Published. The name in the manifest was not the one the registry expects.",
            "{package} {version} 已发布。",
        ]
    )
}
