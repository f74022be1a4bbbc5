extension Families {
    /// A Python package with native code wants a system library, whose name and installer the distribution decides.
    static let nativeWheel = Family(
        name: "native-wheel", places: ["billing-api", "ledger-worker"],
        guises: [
            "Add {package} to the image, the {topic} work needs it.",
            "We need {module} at runtime, please install it in the container and make sure it imports.",
            "pip can't get {package} to build here, can you sort it out?",
            "the worker dies with ModuleNotFoundError: No module named '{module}'",
            "在镜像里装上 {package}，{topic} 那块要用。",
        ],
        heldOut: [
            "Building the wheel for {package} blows up in the slim base image.",
            "Please make `import {module}` work inside the container.",
            "容器里 pip 编译 {package} 报错，帮忙处理一下",
        ],
        cases: [
            [
                "package": "psycopg2", "module": "psycopg2", "topic": "reporting", "debianLibrary": "libpq-dev",
                "alpineLibrary": "postgresql-dev",
                "fault": "      Error: pg_config executable not found.",
            ],
            [
                "package": "lxml", "module": "lxml", "topic": "SAML", "debianLibrary": "libxml2-dev libxslt1-dev",
                "alpineLibrary": "libxml2-dev libxslt-dev",
                "fault": "      Error: Please make sure the libxml2 and libxslt development packages are installed.",
            ],
            [
                "package": "mysqlclient", "module": "MySQLdb", "topic": "legacy import",
                "debianLibrary": "default-libmysqlclient-dev pkg-config", "alpineLibrary": "mariadb-dev pkgconf",
                "fault":
                    "      Exception: Can not find valid pkg-config name.\n      Specify MYSQLCLIENT_CFLAGS and MYSQLCLIENT_LDFLAGS env vars manually",
            ],
            [
                "package": "pyodbc", "module": "pyodbc", "topic": "warehouse sync", "debianLibrary": "unixodbc-dev",
                "alpineLibrary": "unixodbc-dev",
                "fault":
                    "      src/pyodbc.h:56:10: fatal error: sql.h: No such file or directory\n         56 | #include <sql.h>\n      compilation terminated.",
            ],
            [
                "package": "python-ldap", "module": "ldap", "topic": "single sign-on",
                "debianLibrary": "libldap2-dev libsasl2-dev", "alpineLibrary": "openldap-dev",
                "fault":
                    "      Modules/common.h:15:10: fatal error: lber.h: No such file or directory\n         15 | #include <lber.h>\n      compilation terminated.",
            ],
            [
                "package": "xmlsec", "module": "xmlsec", "topic": "signing",
                "debianLibrary": "libxmlsec1-dev pkg-config",
                "alpineLibrary": "xmlsec-dev pkgconf",
                "fault": "      pkgconfig.pkgconfig.PackageNotFoundError: xmlsec1 not found",
            ],
        ],
        course: [
            Family.Move(
                "system-library", .hidden,
                [
                    "debian": .shell(
                        "apt-get update && apt-get install -y --no-install-recommends {debianLibrary}",
                        "Hit:1 http://deb.debian.org/debian bookworm InRelease\nReading package lists...\nBuilding dependency tree...\nThe following NEW packages will be installed:\n  {debianLibrary}\n0 upgraded, {small} newly installed, 0 to remove and 0 not upgraded.\nSetting up {debianLibrary} ...\nProcessing triggers for libc-bin (2.36-9+deb12u8) ..."
                    ),
                    "alpine": .shell(
                        "apk add --no-cache {alpineLibrary} gcc musl-dev",
                        "fetch https://dl-cdn.alpinelinux.org/alpine/v3.20/main/x86_64/APKINDEX.tar.gz\n(1/{small}) Installing {alpineLibrary}\nExecuting busybox-1.36.1-r29.trigger\nOK: 214 MiB in 61 packages"
                    ),
                ]),
            Family.Move(
                "install", .blocked,
                [
                    "*": .shell(
                        "pip install {package}",
                        "Collecting {package}\n  Downloading {package}-{version}.tar.gz (383 kB)\nBuilding wheels for collected packages: {package}\n  Building wheel for {package} (pyproject.toml): finished with status 'done'\nSuccessfully built {package}\nSuccessfully installed {package}-{version}"
                    )
                ]),
            Family.Move("import", .aside, ["*": .shell("python -c 'import {module}'", "")]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    "Collecting {package}\n  Downloading {package}-{version}.tar.gz (383 kB)\n  Preparing metadata (pyproject.toml): finished with status 'error'\n  error: subprocess-exited-with-error\n\n  × Building wheel for {package} (pyproject.toml) did not run successfully.\n  │ exit code: 1\n  ╰─> [17 lines of output]\n{fault}\n      [end of output]\n\n  ERROR: Failed building wheel for {package}\nERROR: Could not build wheels for {package}, which is required to install pyproject.toml-based projects"
            ],
            attempts: [
                "*": [
                    .shell(
                        "pip install --upgrade pip setuptools wheel",
                        "Requirement already satisfied: pip in /usr/local/lib/python3.12/site-packages (24.2)\nRequirement already satisfied: setuptools in /usr/local/lib/python3.12/site-packages (72.1.0)"
                    ),
                    .shell(
                        "pip install --no-build-isolation {package}",
                        "  error: subprocess-exited-with-error\n{fault}\n  ERROR: Failed building wheel for {package}"),
                ],
                "alpine": [
                    .shell(
                        "apt-get install -y {debianLibrary}", "sh: apt-get: not found"),
                    .shell(
                        "pip install --only-binary :all: {package}",
                        "ERROR: Could not find a version that satisfies the requirement {package} (from versions: none)\nERROR: No matching distribution found for {package}"
                    ),
                ],
            ],
            keys: ["debian": [["apt-get install"], ["apt install"]], "alpine": [["apk add"]]]),
        answers: [
            "{package} is installed and imports; it needed its system library first.",
            "Done. The build wanted the development headers, after that pip went through.",
            "已装好 {package}，导入正常。",
        ]
    )

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
                        "npm notice 📦  {scope}/{package}@{version}\nnpm notice Tarball Contents\nnpm notice 1.1kB package.json\nnpm notice 14.2kB dist/index.js\nnpm notice total files: {small}"
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
                        "npm notice Publishing to https://registry.npmjs.org/ with tag latest and public access\n+ {scope}/{package}@{version}"
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
                    "npm error code E403\nnpm error 403 403 Forbidden - PUT https://registry.npmjs.org/{package} - Package name does not match the scope of this token: expected {scope}/{package}, got {package}\nnpm error A complete log of this run can be found in: /root/.npm/_logs/2026-02-11T09_12_44_201Z-debug-0.log",
                "desk-plugin":
                    " ERR_PNPM_PUBLISH  Plugin id mismatch: manifest.json says \"{package}\", the registry expected \"{id}\"\nrejected by the plugin registry (HTTP 422)",
            ],
            attempts: [
                "storefront": [
                    .shell("npm whoami", "northwind-ci"),
                    .shell(
                        "npm publish --force",
                        "npm warn using --force Recommended protections disabled.\nnpm error code E403\nnpm error 403 403 Forbidden - PUT https://registry.npmjs.org/{package} - Package name does not match the scope of this token: expected {scope}/{package}, got {package}"
                    ),
                ],
                "desk-plugin": [
                    .shell("pnpm install", "Lockfile is up to date, resolution step is skipped\nAlready up to date"),
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
