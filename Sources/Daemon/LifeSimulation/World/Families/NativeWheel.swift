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
                    """
                      Exception: Can not find valid pkg-config name.
                      Specify MYSQLCLIENT_CFLAGS and MYSQLCLIENT_LDFLAGS env vars manually
                """,
            ],
            [
                "package": "pyodbc", "module": "pyodbc", "topic": "warehouse sync", "debianLibrary": "unixodbc-dev",
                "alpineLibrary": "unixodbc-dev",
                "fault":
                    """
                      src/pyodbc.h:56:10: fatal error: sql.h: No such file or directory
                         56 | #include <sql.h>
                      compilation terminated.
                """,
            ],
            [
                "package": "python-ldap", "module": "ldap", "topic": "single sign-on",
                "debianLibrary": "libldap2-dev libsasl2-dev", "alpineLibrary": "openldap-dev",
                "fault":
                    """
                      Modules/common.h:15:10: fatal error: lber.h: No such file or directory
                         15 | #include <lber.h>
                      compilation terminated.
                """,
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
                        """
                        Hit:1 http://debian.northwind.dev/debian bookworm InRelease
                        Reading package lists...
                        Building dependency tree...
                        The following NEW packages will be installed:
                          {debianLibrary}
                        0 upgraded, {small} newly installed, 0 to remove and 0 not upgraded.
                        Setting up {debianLibrary} ...
                        Processing triggers for libc-bin (2.36-9+deb12u8) ...
                        """
                    ),
                    "alpine": .shell(
                        "apk add --no-cache {alpineLibrary} gcc musl-dev",
                        """
                        fetch https://alpine.northwind.dev/alpine/v3.20/main/x86_64/APKINDEX.tar.gz
                        (1/{small}) Installing {alpineLibrary}
                        Executing busybox-1.36.1-r29.trigger
                        OK: 214 MiB in 61 packages
                        """
                    ),
                ]),
            Family.Move(
                "install", .blocked,
                [
                    "*": .shell(
                        "pip install {package}",
                        """
                        Collecting {package}
                          Downloading {package}-{version}.tar.gz (383 kB)
                        Building wheels for collected packages: {package}
                          Building wheel for {package} (pyproject.toml): finished with status 'done'
                        Successfully built {package}
                        Successfully installed {package}-{version}
                        """
                    )
                ]),
            Family.Move("import", .aside, ["*": .shell("python -c 'import {module}'", "")]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    """
                Collecting {package}
                  Downloading {package}-{version}.tar.gz (383 kB)
                  Preparing metadata (pyproject.toml): finished with status 'error'
                  error: subprocess-exited-with-error

                  × Building wheel for {package} (pyproject.toml) did not run successfully.
                  │ exit code: 1
                  ╰─> [17 lines of output]
                {fault}
                      [end of output]

                  ERROR: Failed building wheel for {package}
                ERROR: Could not build wheels for {package}, which is required to install pyproject.toml-based projects
                """
            ],
            attempts: [
                "*": [
                    .shell(
                        "pip install --upgrade pip setuptools wheel",
                        """
                        Requirement already satisfied: pip in /usr/local/lib/python3.12/site-packages (24.2)
                        Requirement already satisfied: setuptools in /usr/local/lib/python3.12/site-packages (72.1.0)
                        """
                    ),
                    .shell(
                        "pip install --no-build-isolation {package}",
                        """
                          error: subprocess-exited-with-error
                        {fault}
                          ERROR: Failed building wheel for {package}
                        """),
                ],
                "alpine": [
                    .shell(
                        "apt-get install -y {debianLibrary}", "sh: apt-get: not found"),
                    .shell(
                        "pip install --only-binary :all: {package}",
                        """
                        ERROR: Could not find a version that satisfies the requirement {package} (from versions: none)
                        ERROR: No matching distribution found for {package}
                        """
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
}
