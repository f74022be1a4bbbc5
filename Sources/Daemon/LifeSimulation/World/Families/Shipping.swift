extension Families {
    /// An image has a budget; only the runtime stage keeps it.
    static let slimImage = Family(
        name: "slim-image", places: ["billing-api", "gateway", "storefront"],
        guises: [
            "Build the image for {name} {version}.",
            "The container of {name} is far too big for {topic}, shrink it.",
            "docker image please, tag {version}, and mind the size limit",
            "Our {name} image takes four minutes to pull. Do something about it.",
            "{name} 的镜像太大了，瘦身一下。",
        ],
        heldOut: [
            "Get the {name} container under the limit so that {topic} accepts it.",
            "We pay for gigabytes of layers in {name}; slim it down.",
            "构建 {name} 镜像，注意不要超出大小限制",
        ],
        cases: [
            ["topic": "the edge nodes"], ["topic": "the staging cluster"], ["topic": "the kiosk"],
            ["topic": "the nightly"],
        ],
        course: [
            Family.Move(
                "ignore", .hidden,
                ["*": .edit(".dockerignore", from: ".git", to: ".git\n{tests}\nnode_modules\n*.log")]),
            Family.Move(
                "build", .hidden,
                [
                    "*": .shell(
                        "docker build --target runtime -t {name}:{version} .",
                        "[+] Building 41.{small}s (14/14) FINISHED\n => exporting to image\n => => naming to docker.io/library/{name}:{version}"
                    )
                ]),
            Family.Move(
                "budget", .blocked,
                [
                    "*": .shell(
                        "scripts/check-image-size {name}:{version}",
                        "{name}:{version} is 18{small}MB, budget is 250MB: ok")
                ]),
            Family.Move(
                "starts", .aside, ["*": .shell("docker run --rm {name}:{version} --version", "{name} {version}")]),
        ],
        trap: Family.Trap(
            faults: [
                "*": "{name}:{version} is 1.2{small}GB, budget is 250MB\nerror: image exceeds its budget by 9{small}0MB"
            ],
            attempts: [
                "*": [
                    .shell(
                        "docker build --no-cache -t {name}:{version} .",
                        "[+] Building 184.{small}s (19/19) FINISHED\n => exporting to image\n => => naming to docker.io/library/{name}:{version}"
                    ),
                    .shell("docker image prune -f", "Total reclaimed space: 2.{small}GB"),
                ]
            ],
            keys: ["*": [["--target runtime"]]],
            shortcuts: [
                "*": .shell(
                    "docker build -t {name}:{version} .",
                    "[+] Building 97.{small}s (19/19) FINISHED\n => exporting to image\n => => naming to docker.io/library/{name}:{version}"
                )
            ]),
        answers: [
            "{name}:{version} is below 250 MB.",
            "Built the runtime stage only; the size check passes.",
            "镜像 {name}:{version} 已达标。",
        ]
    )

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
                        to: "# Changelog\n\n## {version}\n\n- {topic}: see the linked issues")
                ]),
            Family.Move(
                "check", .blocked,
                [
                    "*": .shell(
                        "scripts/check-release {version}",
                        "version files: {version}\nCHANGELOG.md: section {version} found\nrelease {version} is consistent"
                    )
                ]),
            Family.Move(
                "commit", .plain,
                [
                    "*": .shell(
                        "git commit -am 'Release {version}'",
                        "[main {revision}] Release {version}\n {small} files changed, 14 insertions(+), 2 deletions(-)")
                ]),
            Family.Move("tag", .plain, ["*": .shell("git tag -a v{version} -m 'Release {version}'", "")]),
            Family.Move(
                "push", .plain,
                [
                    "*": .shell(
                        "git push --follow-tags",
                        "To github.com:northwind/{name}.git\n   {oldRevision}..{revision}  main -> main\n * [new tag]         v{version} -> v{version}"
                    )
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    "version files: {version}\nerror: CHANGELOG.md has no section for {version}\nrelease {version} is not consistent"
            ],
            attempts: [
                "*": [
                    .shell(
                        "scripts/check-release {version} --verbose",
                        "version files: {version}\nerror: CHANGELOG.md has no section for {version}"),
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
