/// Tasks of the examples that memory must learn from.
enum KnownTasks {
    static func alpine(_ id: String = "alpine", day: Double = 0) -> Task {
        Task(
            id: id, asked: "Install lxml in our Alpine image so that the exporter starts",
            steps: [
                .run("cat /etc/os-release", "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.19"),
                .fails(
                    "pip install lxml",
                    "Building wheel for lxml\nError: Please make sure the libxml2 and libxslt development packages are installed.\nerror: command 'gcc' failed"
                ),
                .run("ls -la"),
                .run("apk add libxml2-dev libxslt-dev", "OK: 120 MiB"),
                .run("pip install lxml", "Successfully installed lxml-5.1.0"),
                .run("python -c \"import lxml\"", "ok"),
            ], reward: 0.8, day: day)
    }

    static func debian(_ id: String = "debian", day: Double = 2) -> Task {
        Task(
            id: id, asked: "The worker image (Debian slim container) needs psycopg2, add it",
            steps: [
                .fails("pip install psycopg2", "Error: pg_config executable not found.\n"),
                .run("grep -rn psycopg2 requirements.txt", "psycopg2"),
                .run("sudo apt-get install -y libpq-dev", "Setting up libpq-dev"),
                .run("pip install psycopg2", "Successfully installed psycopg2-2.9.9"),
                .run("python -c \"import psycopg2\"", "ok"),
            ], reward: 0.9, day: day)
    }

    static func cryptography(_ id: String = "cryptography", day: Double = 4) -> Task {
        Task(
            id: id, asked: "在 Debian slim 镜像里安装 cryptography",
            steps: [
                .fails(
                    "pip install cryptography",
                    "build/temp/_openssl.c:575:10: fatal error: openssl/opensslv.h: No such file or directory"),
                .run("apt-get install -y libssl-dev", "Setting up libssl-dev"),
                .run("pip install cryptography", "Successfully installed cryptography-42.0"),
                .run("python -c \"import cryptography\"", "ok"),
            ], reward: 0.7, day: day)
    }

    static func plugin(_ id: String = "plugin", day: Double = 0) -> Task {
        Task(
            id: id, asked: "Publish the weather plugin to the plugin registry",
            steps: [
                .fails(
                    "openclaw plugins publish ./weather",
                    "Error: plugin id mismatch: manifest says \"weather\", package says \"@acme/weather\""),
                .read("weather/openclaw.plugin.json"),
                .edit("weather/openclaw.plugin.json", "\"id\": \"weather\"", "\"id\": \"@acme/weather\""),
                .run("openclaw plugins publish ./weather", "published"),
            ], reward: 0.8, day: day)
    }

    static func scope(_ id: String = "scope", day: Double = 3) -> Task {
        Task(
            id: id, asked: "Release our date helpers on npm",
            steps: [
                .run("git status", "clean"),
                .fails(
                    "npm publish --access public",
                    "npm ERR! scope mismatch: @acme/dates does not match the package scope"),
                .edit("package.json", "\"name\": \"dates\"", "\"name\": \"@acme/dates\""),
                .run("npm publish --access public", "+ @acme/dates@1.2.0"),
            ], reward: 0.9, day: day)
    }
}
