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
                        """
                        Saving debug log to /var/log/letsencrypt/letsencrypt.log
                        Renewing an existing certificate for {domain}

                        Congratulations, all renewals succeeded:
                          /etc/letsencrypt/live/{domain}/fullchain.pem (success)
                        """
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
                        """
                        notBefore=Feb 11 08:02:11 2026 GMT
                        notAfter=May 12 08:02:10 2026 GMT
                        """)
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    """
                Saving debug log to /var/log/letsencrypt/letsencrypt.log
                Renewing an existing certificate for {domain}
                Failed to renew certificate {domain} with error: Could not bind TCP port 80 because it is already in use by another process on this system (such as a web server). Please stop the program in question and then try again.

                All renewals failed. The following certificates could not be renewed:
                  /etc/letsencrypt/live/{domain}/fullchain.pem (failure)
                1 renew failure(s), 0 parse failure(s)
                """
            ],
            attempts: [
                "*": [
                    .shell(
                        "certbot renew --cert-name {domain} --force-renewal",
                        """
                        Failed to renew certificate {domain} with error: Could not bind TCP port 80 because it is already in use by another process on this system (such as a web server).
                        1 renew failure(s), 0 parse failure(s)
                        """
                    ),
                    .shell(
                        "ss -ltn 'sport = :80'",
                        """
                        State  Recv-Q Send-Q Local Address:Port Peer Address:Port
                        LISTEN 0      511          0.0.0.0:80        0.0.0.0:*
                        """
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
}
