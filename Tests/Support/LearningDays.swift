/// Tasks that tests live through: builds that miss a system library, identifiers that do not agree, a repository that is
/// new to the agent.
package enum LearningDays {
    package static let pleased = "Perfect, that works now. Thanks!"

    package static let lxmlOnAlpine = ScriptedTask(
        "Install lxml in our Alpine container image.",
        [
            .runs("cat /etc/os-release", "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.19.1"),
            .fails(
                "pip install lxml",
                """
                Collecting lxml
                  Building wheel for lxml (setup.py): finished with status 'error'
                  Error: Please make sure the libxml2 and libxslt development packages are installed.
                ERROR: Failed building wheel for lxml
                """),
            .runs("apk add libxml2-dev libxslt-dev", "(1/2) Installing libxml2-dev\nOK: 210 MiB in 52 packages"),
            .runs("pip install lxml", "Successfully installed lxml-5.2.1"),
            .runs("python -c 'import lxml'", ""),
        ],
        answer: "lxml is installed. The development packages of libxml2 and libxslt were missing.", verdict: pleased)

    package static let psycopgOnDebian = ScriptedTask(
        "psycopg2 cannot be installed in the Debian image of the reports service, please fix that.",
        [
            .runs("cat /etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian"),
            .fails(
                "pip install psycopg2",
                """
                Collecting psycopg2
                  error: subprocess-exited-with-error
                  Error: pg_config executable not found.
                  pg_config is required to build psycopg2 from source.
                """),
            .runs("apt-get install -y libpq-dev", "Setting up libpq-dev (15.6-0+deb12u1) ..."),
            .runs("pip install psycopg2", "Successfully installed psycopg2-2.9.9"),
            .runs("python -c 'import psycopg2'", ""),
        ],
        answer: "psycopg2 is installed. `pg_config` comes with libpq-dev.", verdict: pleased)

    package static let xmlsecOnAlpine = ScriptedTask(
        "The login service needs xmlsec; install it in its Alpine image.",
        [
            .runs("cat /etc/os-release", "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.19.1"),
            .fails(
                "pip install xmlsec",
                """
                Collecting xmlsec
                  Package xmlsec1 was not found in the pkg-config search path.
                  Error: Unable to invoke pkg-config.
                ERROR: Failed building wheel for xmlsec
                """),
            .runs("apk add xmlsec-dev", "OK: 214 MiB in 55 packages"),
            .runs("pip install xmlsec", "Successfully installed xmlsec-1.3.14"),
            .runs("python -c 'import xmlsec'", ""),
        ],
        answer: "xmlsec is installed. Its library was missing.", verdict: pleased)

    /// Three that teach one thing, in the order of their days.
    package static let missingLibraries = [lxmlOnAlpine, psycopgOnDebian, xmlsecOnAlpine]

    package static let pluginIdentifier = ScriptedTask(
        "Publish the notes plugin.",
        [
            .fails(
                "openclaw plugins publish",
                "Error: plugin id mismatch: openclaw.plugin.json says \"memo-notes\", package.json says \"memos-notes\""
            ),
            .edits("/src/notes/openclaw.plugin.json"),
            .runs("openclaw plugins publish", "Published memos-notes@1.0.0"),
        ],
        answer: "The plugin is published; the two ids did not agree.", verdict: pleased)

    package static let packageScope = ScriptedTask(
        "Release the widget package to npm.",
        [
            .fails(
                "npm publish",
                "npm error code E403\nnpm error Scope mismatch: @acme/widget does not match the scope @acme-labs"),
            .edits("/src/widget/package.json"),
            .runs("npm publish", "+ @acme-labs/widget@2.1.0"),
        ],
        answer: "The package is released under @acme-labs.", verdict: pleased)

    /// Three tasks in one repository, each of which looks around in it.
    package static let exploration = [
        ScriptedTask(
            "Run the tests of the shop and tell me whether they pass.",
            [
                .runs("ls", "README.md\nconfig\npyproject.toml\nsrc\ntests"),
                .runs("ls tests", "test_cart.py\ntest_prices.py"),
                .runs("pytest tests -q", "14 passed in 0.82s"),
            ],
            answer: "All 14 pass.", verdict: "Thanks, good."),
        ScriptedTask(
            "The tax rate of the shop is wrong, it must be 19 percent.",
            [
                .runs("ls", "README.md\nconfig\npyproject.toml\nsrc\ntests"),
                .runs("ls config", "settings.toml"),
                .runs("cat config/settings.toml", "[shop]\ntax = 0.16\ncurrency = \"EUR\""),
                .edits("/src/shop/config/settings.toml"),
                .runs("pytest tests -q", "14 passed in 0.80s"),
            ],
            answer: "The rate in the settings is 19 percent now.", verdict: pleased),
        ScriptedTask(
            "Round the sum of the cart to cents.",
            [
                .runs("ls src/shop", "__init__.py\ncart.py\nprices.py"),
                .runs("cat src/shop/cart.py", "def total(items):\n    return sum(i.price for i in items)"),
                .edits("/src/shop/src/shop/cart.py"),
                .runs("pytest tests -q", "15 passed in 0.85s"),
            ],
            answer: "The sum is rounded.", verdict: pleased),
    ]
}
