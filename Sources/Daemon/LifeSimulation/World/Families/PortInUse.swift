extension Families {
    /// Somebody else holds the port.
    static let portInUse = Family(
        name: "port-in-use", places: ["storefront", "ledger-worker", "desk-plugin"],
        guises: [
            "Start the dev server.",
            "I can't get the app up locally, {port} seems busy.",
            "run it on {port} so that I can click through {topic}",
            "Error: listen EADDRINUSE: address already in use — please get it running",
            "本地服务起不来，帮我跑起来。",
        ],
        heldOut: [
            "Bring up the local instance, something still hogs {port}.",
            "Nothing comes up on localhost:{port}, launch it please.",
            "把本地环境启动一下，端口好像被占了",
        ],
        cases: [
            ["topic": "the cart"], ["topic": "the posting form"], ["topic": "the settings page"],
            ["topic": "the search"],
        ],
        course: [
            Family.Move(
                "holder", .hidden,
                [
                    "alpine": .shell("fuser {port}/tcp", "{pid}"),
                    "*": .shell("lsof -ti :{port}", "{pid}"),
                ]),
            Family.Move("free", .hidden, ["*": .shell("kill {pid}", "")]),
            Family.Move(
                "start", .blocked,
                [
                    "storefront": .shell(
                        "npm run dev",
                        """
                        > vite --port 3000

                          VITE v5.4.8  ready in {pid} ms

                          ➜  Local:   http://localhost:3000/
                        """
                    ),
                    "ledger-worker": .shell(
                        "python -m ledger.serve --port {port}",
                        "INFO:     Uvicorn running on http://0.0.0.0:{port} (Press CTRL+C to quit)"),
                    "desk-plugin": .shell(
                        "pnpm dev",
                        """
                        > vite --port 5173

                          VITE v5.4.8  ready in {pid} ms

                          ➜  Local:   http://localhost:5173/
                        """
                    ),
                ]),
            Family.Move(
                "answers", .aside,
                ["*": .shell("curl -sI http://localhost:{port}", "HTTP/1.1 200 OK\ncontent-type: text/html")]),
        ],
        trap: Family.Trap(
            faults: [
                "node":
                    """
                Error: listen EADDRINUSE: address already in use :::{port}
                    at Server.setupListenHandle [as _listen2] (node:net:1898:16)
                    at listenInCluster (node:net:1946:12) {
                  code: 'EADDRINUSE',
                  port: {port}
                }
                """,
                "python":
                    """
                INFO:     Waiting for application startup.
                ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', {port}): address in use
                """,
            ],
            attempts: [
                "node": [
                    .shell("rm -rf node_modules/.vite", ""),
                    .shell("pkill -f webpack", ""),
                ],
                "python": [
                    .shell("lsof -ti :{port}", "sh: lsof: not found"),
                    .shell("sleep 30", ""),
                ],
            ],
            keys: ["alpine": [["fuser"]], "*": [["lsof"]]]),
        answers: [
            "It runs on {port}; an old process held the port.",
            "Up again at http://localhost:{port}.",
            "已启动，端口 {port} 之前被旧进程占用。",
        ]
    )
}
