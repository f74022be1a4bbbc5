/// What belongs to a hub: the membership, what others have said and shared, what waits for a person here, what was shared
/// from here. None of it is in an export but where an approved item came from, which stands in its own row.
enum M009Hub {
    static let name = "009-hub"

    static let sql = origins + membership + received + shared

    private static let origins = """
        -- Who shared it; absent for what was learned here.
        ALTER TABLE policies ADD COLUMN origin TEXT CHECK (origin IS NULL OR json_valid(origin));
        ALTER TABLE world_models ADD COLUMN origin TEXT CHECK (origin IS NULL OR json_valid(origin));
        ALTER TABLE skills ADD COLUMN origin TEXT CHECK (origin IS NULL OR json_valid(origin));

        """

    private static let membership = """
        -- At most one. Key and token are in a file beside the database.
        CREATE TABLE hub_membership (
            place INTEGER PRIMARY KEY CHECK (place = 1),
            hub TEXT NOT NULL CHECK (hub <> ''),
            name TEXT NOT NULL,
            address TEXT NOT NULL,
            -- DER, hexadecimal.
            certificate TEXT NOT NULL,
            -- Keys, hexadecimal.
            roots TEXT NOT NULL CHECK (json_valid(roots)),
            device TEXT NOT NULL,
            device_name TEXT NOT NULL,
            display_name TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'revoked')),
            -- What the hub says of the device while no grant is here.
            told TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(told)),
            joined_at INTEGER NOT NULL,
            -- Up to where the feed is read, and what its chain was there.
            cursor INTEGER NOT NULL DEFAULT 0,
            chain TEXT NOT NULL,
            -- Whether the hub was set back and has not been told everything again.
            repairing INTEGER NOT NULL DEFAULT 0 CHECK (repairing IN (0, 1))
        ) STRICT;

        """

    private static let received = """
        -- What was said, by whoever; the team's state is made of it. What was withdrawn leaves its id alone.
        CREATE TABLE hub_statements (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            hub TEXT NOT NULL,
            type TEXT NOT NULL CHECK (type IN ('item', 'tombstone', 'grant', 'revocation')),
            item TEXT,
            at INTEGER NOT NULL,
            envelope TEXT CHECK (envelope IS NULL OR json_valid(envelope))
        ) STRICT;
        CREATE INDEX hub_statements_by_item ON hub_statements (item) WHERE item IS NOT NULL;

        -- Versions that others have shared and what a person here made of them.
        CREATE TABLE hub_items (
            envelope TEXT PRIMARY KEY,
            hub TEXT NOT NULL,
            item TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('waiting', 'approved', 'superseded', 'refused', 'withdrawn')),
            kind TEXT NOT NULL CHECK (kind IN ('skill', 'policy', 'world_model', 'excerpt')),
            name TEXT NOT NULL,
            summary TEXT NOT NULL,
            member TEXT NOT NULL,
            signer TEXT NOT NULL,
            groups TEXT NOT NULL CHECK (json_valid(groups)),
            version INTEGER NOT NULL,
            fork_of TEXT,
            findings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(findings)),
            -- What came of it here.
            local_id TEXT,
            received_at INTEGER NOT NULL,
            decided_at INTEGER,
            decided_by TEXT CHECK (decided_by IN ('person', 'trust', 'hub')),
            reason TEXT,
            -- Whether it may wait again: it was not taken back, it only could not be read or counted any longer.
            may_return INTEGER NOT NULL DEFAULT 0 CHECK (may_return IN (0, 1)),
            CHECK (state <> 'withdrawn' OR (name = '' AND summary = '' AND findings = '[]'))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX hub_items_by_item ON hub_items (item);
        CREATE INDEX hub_items_by_state ON hub_items (state, received_at);
        CREATE INDEX hub_items_by_local_id ON hub_items (local_id) WHERE local_id IS NOT NULL;

        -- Whose items of which group need no person, unless the screen is alarmed.
        CREATE TABLE hub_trust (
            member TEXT NOT NULL,
            team_group TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (member, team_group)
        ) STRICT, WITHOUT ROWID;

        """

    private static let shared = """
        -- Versions that were shared from here.
        CREATE TABLE hub_shares (
            envelope TEXT PRIMARY KEY,
            hub TEXT NOT NULL,
            item TEXT NOT NULL,
            local_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            groups TEXT NOT NULL CHECK (json_valid(groups)),
            state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'refused', 'withdrawn')),
            error TEXT,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX hub_shares_by_local_id ON hub_shares (local_id, at);

        -- Statements that the hub has not decided about, in the order in which they were made.
        CREATE TABLE hub_outbox (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE REFERENCES hub_statements (id) ON DELETE CASCADE
        ) STRICT;

        -- Invitations of this device whose guests need no further word.
        CREATE TABLE hub_invites (
            handle TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            groups TEXT NOT NULL CHECK (json_valid(groups)),
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- What happened, for people.
        CREATE TABLE hub_log (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            message TEXT NOT NULL
        ) STRICT;

        """
}
