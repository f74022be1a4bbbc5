extension Families {
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
                        to: """
                            paths:
                              /{route}:
                                get:
                                  operationId: {operation}
                            """)
                ]),
            Family.Move(
                "generate", .hidden,
                [
                    "gateway": .shell(
                        "make generate",
                        """
                        go generate ./api/...
                        oapi-codegen -config api/codegen.yaml api/openapi.yaml
                        """
                    ),
                    "storefront": .shell(
                        "npm run codegen",
                        """
                        > @northwind/storefront@{version} codegen
                        > openapi-typescript api/openapi.yaml -o src/api/schema.ts

                        ✨ openapi-typescript 7.4.1
                        🚀 api/openapi.yaml → src/api/schema.ts [71.6ms]
                        """
                    ),
                ]),
            Family.Move(
                "handler", .plain,
                [
                    "gateway": .edit(
                        "internal/handlers/{file}.go", from: "package handlers",
                        to: """
                            package handlers

                            func (s *Server) {operation}(w http.ResponseWriter, r *http.Request) {
                            """
                    ),
                    "storefront": .edit(
                        "src/api/{file}.ts", from: "import { client }",
                        to: """
                            import { client }
                            export const {operation} = () => client.GET('/{route}')
                            """),
                ]),
            Family.Move(
                "verify", .blocked,
                [
                    "gateway": .shell(
                        "go build ./... && go test ./internal/handlers/...",
                        "ok  \tgateway/internal/handlers\t0.{small}1s"),
                    "storefront": .shell(
                        "npx tsc --noEmit && npm test",
                        """
                        > jest

                        PASS src/__tests__/{file}.test.ts
                        Tests:       {small} passed, {small} total
                        """),
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "gateway":
                    """
                # gateway/internal/handlers
                internal/handlers/{file}.go:14:9: undefined: api.{operation}Response
                internal/handlers/{file}.go:9:14: s.{operation} undefined (type *Server has no field or method {operation})
                """,
                "storefront":
                    """
                src/api/{file}.ts(3,41): error TS2345: Argument of type '"/{route}"' is not assignable to parameter of type 'PathsWithMethod<paths, "get">'.
                Found 1 error in src/api/{file}.ts:3
                """,
            ],
            attempts: [
                "gateway": [
                    .shell("go mod tidy", ""),
                    .shell(
                        "grep -rn {operation} internal api",
                        """
                        api/openapi.yaml:31:      operationId: {operation}
                        internal/handlers/{file}.go:9:func (s *Server) {operation}(
                        """
                    ),
                ],
                "storefront": [
                    .shell("rm -rf node_modules/.cache", ""),
                    .shell(
                        "npm ci",
                        """
                        added 812 packages, and audited 813 packages in 14s
                        found 0 vulnerabilities
                        """),
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
