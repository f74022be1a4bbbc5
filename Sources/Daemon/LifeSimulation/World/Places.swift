/// Five projects. The same command works in one and fails in another: two package managers, two service managers, two
/// kinds of `sed`.
enum Places {
    static let all = [billing, ledger, storefront, gateway, plugin]

    private static let billing = Place(
        name: "billing-api", workspace: "/home/dev/billing-api", traits: ["billing-api", "debian", "python"],
        layout: Place.Layout(
            tests: "tests/", source: "app/", config: "config/settings.toml", test: "pytest -q",
            build: "docker build -t billing-api .", port: 8080, system: "Debian 12"),
        listing: """
            CHANGELOG.md  Dockerfile  Makefile  README.md  alembic  alembic.ini  app  backups  config  locales
            pyproject.toml  requirements.txt  scripts  tests
            """,
        found: "./tests\n./tests/unit\n./tests/integration",
        manifest: (
            "pyproject.toml",
            """
            [project]
            name = "billing-api"
            requires-python = ">=3.12"

            [tool.pytest.ini_options]
            testpaths = ["tests"]
            addopts = "-q"
            """
        ))

    private static let ledger = Place(
        name: "ledger-worker", workspace: "/home/dev/ledger-worker", traits: ["ledger-worker", "alpine", "python"],
        layout: Place.Layout(
            tests: "test/", source: "src/ledger/", config: "ledger.yaml", test: "python -m pytest test",
            build: "docker build -t ledger-worker .", port: 9090, system: "Alpine Linux 3.20"),
        listing: """
            CHANGELOG.md    Dockerfile      alembic.ini     ledger.yaml     migrations      requirements.txt
            scripts         setup.cfg       src             test
            """,
        found: "./test\n./test/posting",
        manifest: (
            "setup.cfg",
            """
            [metadata]
            name = ledger-worker
            [options]
            package_dir =
                = src
            [tool:pytest]
            testpaths = test
            """
        ))

    private static let storefront = Place(
        name: "storefront", workspace: "/home/dev/storefront", traits: ["storefront", "debian", "node"],
        layout: Place.Layout(
            tests: "src/__tests__/", source: "src/", config: "config/default.json", test: "npm test",
            build: "npm run build", port: 3000, system: "Debian 12"),
        listing: """
            CHANGELOG.md  Dockerfile  api  config  jest.config.js  locales  node_modules  package-lock.json
            package.json  public  scripts  src  tsconfig.json
            """,
        found: "./src/__tests__",
        manifest: (
            "package.json",
            """
            {
              "name": "@northwind/storefront",
              "scripts": {
                "dev": "vite --port 3000",
                "build": "tsc -b && vite build",
                "test": "jest",
                "codegen": "openapi-typescript api/openapi.yaml -o src/api/schema.ts"
              }
            }
            """
        ))

    private static let gateway = Place(
        name: "gateway", workspace: "/home/dev/gateway", traits: ["gateway", "alpine", "go"],
        layout: Place.Layout(
            tests: "tests/e2e/", source: "internal/", config: "deploy/gateway.yaml", test: "go test ./...",
            build: "make build", port: 8443, system: "Alpine Linux 3.20"),
        listing: """
            CHANGELOG.md  Dockerfile    Makefile      api           cmd           deploy        go.mod
            go.sum        internal      scripts       tests
            """,
        found: "./tests\n./tests/e2e",
        manifest: (
            "Makefile",
            """
            build:
            \tgo build -o bin/gateway ./cmd/gateway
            generate:
            \tgo generate ./api/...
            test:
            \tgo test ./...
            """
        ))

    private static let plugin = Place(
        name: "desk-plugin", workspace: "/Users/dev/desk-plugin", traits: ["desk-plugin", "macos", "node"],
        layout: Place.Layout(
            tests: "packages/core/test/", source: "packages/core/src/", config: "plugin.config.json", test: "pnpm test",
            build: "pnpm build", port: 5173, system: "macOS 15.1"),
        listing: """
            CHANGELOG.md\tlocales\t\tnode_modules\tpackage.json\tpackages
            plugin.config.json\tpnpm-lock.yaml\tpnpm-workspace.yaml\tscripts
            """,
        found: "./packages/core/test",
        manifest: (
            "package.json",
            """
            {
              "name": "desk-plugin",
              "private": true,
              "scripts": {
                "dev": "vite --port 5173",
                "build": "pnpm -r build",
                "test": "pnpm -r test"
              }
            }
            """
        ))
}
