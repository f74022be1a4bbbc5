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
                        """
                        INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
                        {oldRevision}
                        """)
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
                        """
                        INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
                        INFO  [alembic.runtime.migration] Will assume transactional DDL.
                        INFO  [alembic.runtime.migration] Running upgrade {oldRevision} -> {revision}, add {column} to {table}
                        """
                    )
                ]),
            Family.Move(
                "schema", .aside,
                [
                    "*": .shell(
                        "alembic check",
                        """
                        INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
                        No new upgrade operations detected.
                        """
                    )
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "*":
                    """
                INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
                Traceback (most recent call last):
                  File "/usr/local/bin/alembic", line 8, in <module>
                    sys.exit(main())
                  File "alembic/env.py", line 41, in run_migrations_online
                    raise RuntimeError("refusing to migrate: no backup younger than 60 minutes in backups/")
                RuntimeError: refusing to migrate: no backup younger than 60 minutes in backups/
                """
            ],
            attempts: [
                "*": [
                    .shell(
                        "alembic upgrade {revision}",
                        """
                        Traceback (most recent call last):
                          File "alembic/env.py", line 41, in run_migrations_online
                        RuntimeError: refusing to migrate: no backup younger than 60 minutes in backups/
                        """
                    ),
                    .shell(
                        "alembic history --indicate-current",
                        """
                        {oldRevision} -> {revision} (head), add {column} to {table}
                        <base> -> {oldRevision} (current)
                        """
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
}
