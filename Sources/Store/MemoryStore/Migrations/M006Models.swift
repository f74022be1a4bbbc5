/// What models were asked and what they cost; their replies, so that the same is never paid for twice; and by whom each
/// thing that was learned was worded.
enum M006Models {
    static let name = "006-models"

    static let sql = """
        CREATE TABLE model_calls (
            id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
            at INTEGER NOT NULL,
            role TEXT NOT NULL,
            purpose TEXT NOT NULL,
            subject TEXT,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            urgency TEXT NOT NULL CHECK (urgency IN ('foreground', 'background')),
            -- A call that the process did not outlive stays reserved and counts with what was set aside for it.
            state TEXT NOT NULL CHECK (state IN ('reserved', 'answered', 'failed')),
            fault TEXT,
            input_tokens INTEGER NOT NULL CHECK (input_tokens >= 0),
            cached_tokens INTEGER NOT NULL DEFAULT 0 CHECK (cached_tokens >= 0),
            output_tokens INTEGER NOT NULL CHECK (output_tokens >= 0),
            -- Millionths of a dollar; absent where no price is known.
            cost INTEGER CHECK (cost >= 0),
            milliseconds INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX model_calls_by_time ON model_calls (at);

        CREATE TABLE model_replies (
            key TEXT PRIMARY KEY NOT NULL CHECK (key <> ''),
            at INTEGER NOT NULL,
            prompt TEXT NOT NULL,
            model TEXT NOT NULL,
            reply TEXT NOT NULL CHECK (json_valid(reply)),
            sources TEXT NOT NULL CHECK (json_valid(sources))
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE policies ADD COLUMN provenance TEXT;
        ALTER TABLE world_models ADD COLUMN provenance TEXT;
        ALTER TABLE skills ADD COLUMN provenance TEXT;
        ALTER TABLE guidance_notes ADD COLUMN provenance TEXT;

        """
}
