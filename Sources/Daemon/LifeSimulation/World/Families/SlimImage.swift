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
                        """
                        [+] Building 41.{small}s (14/14) FINISHED
                         => exporting to image
                         => => naming to docker.io/library/{name}:{version}
                        """
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
                "*": """
                {name}:{version} is 1.2{small}GB, budget is 250MB
                error: image exceeds its budget by 9{small}0MB
                """
            ],
            attempts: [
                "*": [
                    .shell(
                        "docker build --no-cache -t {name}:{version} .",
                        """
                        [+] Building 184.{small}s (19/19) FINISHED
                         => exporting to image
                         => => naming to docker.io/library/{name}:{version}
                        """
                    ),
                    .shell("docker image prune -f", "Total reclaimed space: 2.{small}GB"),
                ]
            ],
            keys: ["*": [["--target runtime"]]],
            shortcuts: [
                "*": .shell(
                    "docker build -t {name}:{version} .",
                    """
                    [+] Building 97.{small}s (19/19) FINISHED
                     => exporting to image
                     => => naming to docker.io/library/{name}:{version}
                    """
                )
            ]),
        answers: [
            "{name}:{version} is below 250 MB.",
            "Built the runtime stage only; the size check passes.",
            "镜像 {name}:{version} 已达标。",
        ]
    )
}
