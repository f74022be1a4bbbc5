extension Families {
    /// The certificate's renewal needs the port that the web server holds.
    static let certificate = Family(
        name: "certificate-renewal", places: ["gateway", "billing-api"],
        guises: [
            "The certificate of {domain} runs out in {small} days, renew it.",
            "Browsers warn about {domain}, please fix the TLS part.",
            "renew the cert for {domain}",
            "curl https://{domain} says: SSL certificate problem: certificate has expired",
            "{domain} 的证书快过期了，续一下。",
        ],
        heldOut: [
            "Monitoring: x509: certificate for {domain} expires soon. Please take care of it.",
            "Let's Encrypt mailed us about {domain}; extend it.",
            "{domain} 打开提示不安全，处理一下证书",
        ],
        cases: [
            ["domain": "api.northwind.dev"], ["domain": "billing.northwind.dev"], ["domain": "edge.northwind.dev"],
            ["domain": "partners.northwind.dev"], ["domain": "status.northwind.dev"],
        ],
        course: [
            Family.Move(
                "stop", .hidden,
                [
                    "alpine": .shell("rc-service nginx stop", " * Stopping nginx ... [ ok ]"),
                    "debian": .shell("systemctl stop nginx", ""),
                ]),
            Family.Move(
                "renew", .blocked,
                [
                    "*": .shell(
                        "certbot renew --cert-name {domain}",
                        "Saving debug log to /var/log/letsencrypt/letsencrypt.log\nRenewing an existing certificate for {domain}\n\nCongratulations, all renewals succeeded:\n  /etc/letsencrypt/live/{domain}/fullchain.pem (success)"
                    )
                ]),
            Family.Move(
                "start", .hidden,
                [
                    "alpine": .shell("rc-service nginx start", " * Starting nginx ... [ ok ]"),
                    "debian": .shell("systemctl start nginx", ""),
                ]),
            Family.Move(
                "dates", .aside,
                [
                    "*": .shell(
                        "openssl s_client -connect {domain}:443 -servername {domain} </dev/null 2>/dev/null | openssl x509 -noout -dates",
                        "notBefore=Feb 11 08:02:11 2026 GMT\nnotAfter=May 12 08:02:10 2026 GMT")
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    "Saving debug log to /var/log/letsencrypt/letsencrypt.log\nRenewing an existing certificate for {domain}\nFailed to renew certificate {domain} with error: Could not bind TCP port 80 because it is already in use by another process on this system (such as a web server). Please stop the program in question and then try again.\n\nAll renewals failed. The following certificates could not be renewed:\n  /etc/letsencrypt/live/{domain}/fullchain.pem (failure)\n1 renew failure(s), 0 parse failure(s)"
            ],
            attempts: [
                "*": [
                    .shell(
                        "certbot renew --cert-name {domain} --force-renewal",
                        "Failed to renew certificate {domain} with error: Could not bind TCP port 80 because it is already in use by another process on this system (such as a web server).\n1 renew failure(s), 0 parse failure(s)"
                    ),
                    .shell(
                        "ss -ltn 'sport = :80'",
                        "State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0      511          0.0.0.0:80        0.0.0.0:*"
                    ),
                ]
            ],
            keys: ["alpine": [["rc-service nginx stop"]], "debian": [["systemctl stop nginx"]]]),
        answers: [
            "{domain} has a new certificate until May.",
            "Renewed; nginx had to be stopped for the challenge and runs again.",
            "证书已续期，nginx 已恢复。",
        ]
    )

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
                        "> vite --port 3000\n\n  VITE v5.4.8  ready in {pid} ms\n\n  ➜  Local:   http://localhost:3000/"
                    ),
                    "ledger-worker": .shell(
                        "python -m ledger.serve --port {port}",
                        "INFO:     Uvicorn running on http://0.0.0.0:{port} (Press CTRL+C to quit)"),
                    "desk-plugin": .shell(
                        "pnpm dev",
                        "> vite --port 5173\n\n  VITE v5.4.8  ready in {pid} ms\n\n  ➜  Local:   http://localhost:5173/"
                    ),
                ]),
            Family.Move(
                "answers", .aside,
                ["*": .shell("curl -sI http://localhost:{port}", "HTTP/1.1 200 OK\ncontent-type: text/html")]),
        ],
        trap: Family.Trap(
            faults: [
                "node":
                    "Error: listen EADDRINUSE: address already in use :::{port}\n    at Server.setupListenHandle [as _listen2] (node:net:1898:16)\n    at listenInCluster (node:net:1946:12) {\n  code: 'EADDRINUSE',\n  port: {port}\n}",
                "python":
                    "INFO:     Waiting for application startup.\nERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', {port}): address in use",
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
