import SharedStatements

/// The first schema of a hub. Times are milliseconds since 1970, lists JSON, flags 0 or 1.
enum H001Initial {
    static let name = "h001_initial"

    static func sql(_ dialect: HubDialect) -> String {
        """
        CREATE TABLE hub_meta (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        );
        -- The last number given out and the link of the chain there, for statements and audit.
        CREATE TABLE counters (
            name TEXT PRIMARY KEY,
            seq BIGINT NOT NULL,
            chain TEXT NOT NULL
        );
        INSERT INTO counters (name, seq, chain) VALUES ('statements', 0, '\(HashChain.start)');
        INSERT INTO counters (name, seq, chain) VALUES ('audit', 0, '\(HashChain.start)');

        -- What the feed goes through; the envelopes, which are long, lie beside it.
        CREATE TABLE statements (
            seq \(dialect.rowKey),
            id TEXT NOT NULL UNIQUE,
            type TEXT NOT NULL,
            item TEXT,
            signer TEXT NOT NULL,
            kind TEXT,
            name TEXT,
            summary TEXT,
            group_names TEXT NOT NULL,
            size BIGINT NOT NULL,
            chain TEXT NOT NULL,
            sender TEXT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE TABLE envelopes (
            seq \(dialect.rowKey),
            text TEXT NOT NULL,
            words TEXT
        );
        \(dialect.storageSettings)

        CREATE TABLE devices (
            device TEXT PRIMARY KEY,
            member TEXT,
            name TEXT NOT NULL,
            device_name TEXT NOT NULL,
            state TEXT NOT NULL,
            role TEXT NOT NULL,
            group_names TEXT NOT NULL,
            invited_by TEXT,
            created_at BIGINT NOT NULL
        );
        CREATE TABLE seen (
            device TEXT PRIMARY KEY,
            cursor BIGINT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE TABLE usage (
            device TEXT NOT NULL,
            day BIGINT NOT NULL,
            bytes BIGINT NOT NULL,
            PRIMARY KEY (device, day)
        );
        CREATE TABLE tokens (
            hash TEXT PRIMARY KEY,
            device TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            last_used_at BIGINT,
            replaces TEXT
        );
        CREATE INDEX tokens_device ON tokens (device);

        CREATE TABLE invites (
            handle TEXT PRIMARY KEY,
            secret TEXT NOT NULL,
            role TEXT NOT NULL,
            group_names TEXT NOT NULL,
            approved BIGINT NOT NULL,
            created_by TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            tries BIGINT NOT NULL,
            used_by TEXT,
            used_at BIGINT
        );
        CREATE TABLE pairings (
            run TEXT PRIMARY KEY,
            handle TEXT NOT NULL,
            state TEXT NOT NULL,
            expires_at BIGINT NOT NULL
        );

        CREATE TABLE audit (
            seq \(dialect.rowKey),
            at BIGINT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            details TEXT NOT NULL,
            hash TEXT NOT NULL
        );
        """
    }
}
