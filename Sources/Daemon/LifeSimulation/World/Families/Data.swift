extension Families {
    /// A migration is refused without a fresh copy of the database.
    static let migration = Family(
        name: "database-migration", places: ["billing-api", "ledger-worker"],
        guises: [
            "Run the migration that adds {column} to {table}.",
            "The {table} table needs the new {column} column in staging.",
            "bring the staging schema up to date, {topic} is blocked on it",
            "Apply revision {revision}, please.",
            "把 {table} 表的 {column} 字段迁移上去。",
        ],
        heldOut: [
            "Staging still has the old {table} schema, upgrade it.",
            "alembic won't let me upgrade for {column}, can you do it properly?",
            "数据库结构要更新，{table} 加 {column}",
        ],
        cases: [
            ["table": "invoices", "column": "due_on", "topic": "dunning"],
            ["table": "postings", "column": "reversed_by", "topic": "reversals"],
            ["table": "customers", "column": "tax_id", "topic": "tax"],
            ["table": "payments", "column": "settled_at", "topic": "settlement"],
            ["table": "accounts", "column": "closed_on", "topic": "closing"],
        ],
        course: [
            Family.Move(
                "current", .aside,
                [
                    "*": .shell(
                        "alembic current",
                        "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n{oldRevision}")
                ]),
            Family.Move(
                "backup", .hidden,
                [
                    "billing-api": .shell("pg_dump -Fc -d billing -f backups/billing-{revision}.dump", ""),
                    "ledger-worker": .shell("pg_dump -Fc -d ledger -f backups/ledger-{revision}.dump", ""),
                ]),
            Family.Move(
                "upgrade", .blocked,
                [
                    "*": .shell(
                        "alembic upgrade head",
                        "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\nINFO  [alembic.runtime.migration] Will assume transactional DDL.\nINFO  [alembic.runtime.migration] Running upgrade {oldRevision} -> {revision}, add {column} to {table}"
                    )
                ]),
            Family.Move(
                "schema", .aside,
                [
                    "*": .shell(
                        "alembic check",
                        "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\nNo new upgrade operations detected."
                    )
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\nTraceback (most recent call last):\n  File \"/usr/local/bin/alembic\", line 8, in <module>\n    sys.exit(main())\n  File \"alembic/env.py\", line 41, in run_migrations_online\n    raise RuntimeError(f\"refusing to migrate {db}: no backup younger than 60 minutes in backups/\")\nRuntimeError: refusing to migrate: no backup younger than 60 minutes in backups/"
            ],
            attempts: [
                "*": [
                    .shell(
                        "alembic upgrade {revision}",
                        "Traceback (most recent call last):\n  File \"alembic/env.py\", line 41, in run_migrations_online\nRuntimeError: refusing to migrate: no backup younger than 60 minutes in backups/"
                    ),
                    .shell(
                        "alembic history --indicate-current",
                        "{oldRevision} -> {revision} (head), add {column} to {table}\n<base> -> {oldRevision} (current)"
                    ),
                ]
            ],
            keys: ["*": [["pg_dump"]]]),
        answers: [
            "{table}.{column} is there; I took a dump before the upgrade.",
            "Migrated to {revision}, `alembic check` is clean.",
            "迁移完成，先做了备份。",
        ]
    )

    /// An endpoint is described first, and code is generated from the description.
    static let generatedEndpoint = Family(
        name: "generated-endpoint", places: ["gateway", "storefront"],
        guises: [
            "Add GET /{route} to the API.",
            "We want an endpoint that returns {topic}.",
            "expose {topic} over HTTP under /{route}",
            "The client calls /{route} and gets a 404, please implement it.",
            "新增接口 /{route}，返回 {topic}。",
        ],
        heldOut: [
            "Partners should be able to fetch {topic} through our service.",
            "Wire up a handler for /{route}.",
            "需要一个查询 {topic} 的 HTTP 接口",
        ],
        cases: [
            ["route": "invoices/{id}", "operation": "GetInvoice", "topic": "a single invoice", "file": "invoice"],
            ["route": "quotas", "operation": "ListQuotas", "topic": "the quotas of a tenant", "file": "quota"],
            [
                "route": "sessions/active", "operation": "ListActiveSessions", "topic": "active sessions",
                "file": "session",
            ],
            ["route": "refunds", "operation": "ListRefunds", "topic": "refunds of a day", "file": "refund"],
            [
                "route": "health/deep", "operation": "GetDeepHealth", "topic": "health of the backends",
                "file": "health",
            ],
        ],
        course: [
            Family.Move(
                "describe", .plain,
                [
                    "*": .edit(
                        "api/openapi.yaml", from: "paths:",
                        to: "paths:\n  /{route}:\n    get:\n      operationId: {operation}")
                ]),
            Family.Move(
                "generate", .hidden,
                [
                    "gateway": .shell(
                        "make generate", "go generate ./api/...\noapi-codegen -config api/codegen.yaml api/openapi.yaml"
                    ),
                    "storefront": .shell(
                        "npm run codegen",
                        "> @northwind/storefront@{version} codegen\n> openapi-typescript api/openapi.yaml -o src/api/schema.ts\n\n✨ openapi-typescript 7.4.1\n🚀 api/openapi.yaml → src/api/schema.ts [71.6ms]"
                    ),
                ]),
            Family.Move(
                "handler", .plain,
                [
                    "gateway": .edit(
                        "internal/handlers/{file}.go", from: "package handlers",
                        to: "package handlers\n\nfunc (s *Server) {operation}(w http.ResponseWriter, r *http.Request) {"
                    ),
                    "storefront": .edit(
                        "src/api/{file}.ts", from: "import { client }",
                        to: "import { client }\nexport const {operation} = () => client.GET('/{route}')"),
                ]),
            Family.Move(
                "verify", .blocked,
                [
                    "gateway": .shell(
                        "go build ./... && go test ./internal/handlers/...",
                        "ok  \tgateway/internal/handlers\t0.{small}1s"),
                    "storefront": .shell(
                        "npx tsc --noEmit && npm test",
                        "> jest\n\nPASS src/__tests__/{file}.test.ts\nTests:       {small} passed, {small} total"),
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "gateway":
                    "# gateway/internal/handlers\ninternal/handlers/{file}.go:14:9: undefined: api.{operation}Response\ninternal/handlers/{file}.go:9:14: s.{operation} undefined (type *Server has no field or method {operation})",
                "storefront":
                    "src/api/{file}.ts(3,41): error TS2345: Argument of type '\"/{route}\"' is not assignable to parameter of type 'PathsWithMethod<paths, \"get\">'.\nFound 1 error in src/api/{file}.ts:3",
            ],
            attempts: [
                "gateway": [
                    .shell("go mod tidy", ""),
                    .shell(
                        "grep -rn {operation} internal api",
                        "api/openapi.yaml:31:      operationId: {operation}\ninternal/handlers/{file}.go:9:func (s *Server) {operation}("
                    ),
                ],
                "storefront": [
                    .shell("rm -rf node_modules/.cache", ""),
                    .shell("npm ci", "added 812 packages, and audited 813 packages in 14s\nfound 0 vulnerabilities"),
                ],
            ],
            keys: [
                "gateway": [["make generate"], ["go generate"]],
                "storefront": [["npm run codegen"], ["openapi-typescript"]],
            ]),
        answers: [
            "/{route} answers now; the description, the generated code and the handler agree.",
            "Endpoint added, tests pass.",
            "接口 /{route} 已加好，测试通过。",
        ]
    )
}
