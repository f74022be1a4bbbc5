extension Families {
    /// Rotation needs to be told as whom it may work in a folder that a group can write.
    static let rotation = Family(
        name: "log-rotation", places: ["gateway", "billing-api"],
        guises: [
            "The logs of {service} fill the disk, rotate them.",
            "/var/log is at 96 %, {service} is the culprit",
            "set up rotation for {service}'s log and prove it works",
            "{service}.log is 14 GB. Make it smaller and keep it small.",
            "{service} 的日志太大了，做一下切割。",
        ],
        heldOut: [
            "Disk alert on the host: {service} writes too much, keep only a week of it.",
            "logrotate skips {service}, make it work.",
            "磁盘快满了，{service} 日志要轮转",
        ],
        cases: [
            ["service": "gateway"], ["service": "billing"], ["service": "mailer"], ["service": "audit"],
            ["service": "scheduler"],
        ],
        course: [
            Family.Move(
                "rule", .plain,
                [
                    "*": .edit(
                        "/etc/logrotate.d/{service}", from: "",
                        to: """
                            /var/log/{service}/*.log {
                              daily
                              rotate 7
                              compress
                              copytruncate
                            }
                            """)
                ]),
            Family.Move(
                "owner", .hidden,
                [
                    "alpine": .shell("sed -i '1a \\  su {service} adm' /etc/logrotate.d/{service}", ""),
                    "debian": .shell("sed -i '1a \\  su {service} adm' /etc/logrotate.d/{service}", ""),
                ]),
            Family.Move(
                "rehearse", .hidden,
                [
                    "*": .shell(
                        "logrotate -d /etc/logrotate.d/{service}",
                        """
                        reading config file /etc/logrotate.d/{service}
                        Handling 1 logs
                        rotating pattern: /var/log/{service}/*.log  after 1 days (7 rotations)
                        switching euid from 0 to 998 and egid from 0 to 4
                        """
                    )
                ]),
            Family.Move("rotate", .blocked, ["*": .shell("logrotate -f /etc/logrotate.d/{service}", "")]),
            Family.Move(
                "space", .aside,
                ["*": .shell("du -sh /var/log/{service}", "{small}8M\t/var/log/{service}")]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    "error: skipping \"/var/log/{service}/{service}.log\" because parent directory has insecure permissions (It's world writable or writable by group which is not \"root\") Set \"su\" directive in config file to tell logrotate which user/group should be used for rotation."
            ],
            attempts: [
                "*": [
                    .shell(
                        "chmod 755 /var/log/{service}",
                        "chmod: changing permissions of '/var/log/{service}': Operation not permitted"),
                    .shell(
                        "logrotate -vf /etc/logrotate.d/{service}",
                        """
                        rotating pattern: /var/log/{service}/*.log  forced from command line (7 rotations)
                        error: skipping "/var/log/{service}/{service}.log" because parent directory has insecure permissions (It's world writable or writable by group which is not "root")
                        """
                    ),
                ]
            ],
            keys: ["*": [[" su ", "logrotate"]]]),
        answers: [
            "Rotation of {service} works, seven days are kept.",
            "Rotated; logrotate needed to know as whom it works in that folder.",
            "{service} 日志轮转已配置并验证。",
        ]
    )
}
