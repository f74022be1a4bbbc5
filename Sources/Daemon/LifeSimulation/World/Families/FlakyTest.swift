extension Families {
    /// A test that fails in company only: run in order it shows who disturbs it.
    static let flakyTest = Family(
        name: "flaky-test", places: ["billing-api", "ledger-worker", "storefront"],
        guises: [
            "{test_name} fails every other run, stabilise it.",
            "CI is red again because of {test_name}, but alone it passes.",
            "please get rid of the flakiness in {topic}",
            "Sometimes green, sometimes red: {test_name}. Find out why.",
            "{test_name} 时好时坏，修一下。",
        ],
        heldOut: [
            "The {topic} suite is unreliable, we re-run it three times a day.",
            "{test_name} only breaks when the others run before it.",
            "{topic} 的测试不稳定，查一下原因",
        ],
        cases: [
            ["test_name": "test_totals", "topic": "invoicing", "unit": "totals"],
            ["test_name": "test_rounding", "topic": "rounding", "unit": "rounding"],
            ["test_name": "test_currency", "topic": "currencies", "unit": "currency"],
            ["test_name": "test_discounts", "topic": "discounts", "unit": "discounts"],
        ],
        course: [
            Family.Move(
                "in-order", .hidden,
                [
                    "billing-api": .shell(
                        "pytest -p no:randomly -x tests/unit",
                        """
                        tests/unit/test_{unit}.py::{test_name} PASSED
                        {pid} passed in 8.{small}s
                        """),
                    "ledger-worker": .shell(
                        "python -m pytest -p no:xdist -x test",
                        """
                        test/posting/test_{unit}.py {small} passed
                        {pid} passed in 11.{small}s
                        """),
                    "storefront": .shell(
                        "npm test -- --runInBand",
                        """
                        > jest --runInBand

                        PASS src/__tests__/{unit}.test.ts
                        Tests:       {pid} passed, {pid} total
                        """
                    ),
                ]),
            Family.Move(
                "isolate", .hidden,
                [
                    "billing-api": .edit(
                        "tests/conftest.py", from: "@pytest.fixture(scope=\"session\")\ndef ledger",
                        to: "@pytest.fixture\ndef ledger"),
                    "ledger-worker": .edit(
                        "test/conftest.py", from: "@pytest.fixture(scope=\"module\")\ndef clock",
                        to: "@pytest.fixture\ndef clock"),
                    "storefront": .edit("jest.config.js", from: "resetMocks: false", to: "resetMocks: true"),
                ]),
            Family.Move(
                "suite", .blocked,
                [
                    "billing-api": .shell("pytest -q", "{pid} passed in 9.{small}s"),
                    "ledger-worker": .shell("python -m pytest test", "{pid} passed in 12.{small}s"),
                    "storefront": .shell("npm test", "> jest\n\nTests:       {pid} passed, {pid} total"),
                ]),
        ],
        trap: Family.Trap(
            faults: [
                "python":
                    """
                =================================== FAILURES ===================================
                ___________________________________ {test_name} ___________________________________
                    def {test_name}(ledger):
                >       assert ledger.total == 1200
                E       AssertionError: assert 1375 == 1200
                =========================== short test summary info ============================
                FAILED test_{unit}.py::{test_name} - AssertionError: assert 1375 == 1200
                1 failed, {pid} passed in 9.{small}s
                """,
                "node":
                    """
                FAIL src/__tests__/{unit}.test.ts
                  ● {unit} › {test_name}

                    expect(received).toBe(expected) // Object.is equality

                    Expected: 1200
                    Received: 1375

                Tests:       1 failed, {pid} passed, {pid} total
                """,
            ],
            attempts: [
                "python": [
                    .shell("pytest -q -k {test_name}", "1 passed, {pid} deselected in 0.{small}s"),
                    .shell(
                        "pytest -q --count 5 -k {unit}",
                        """
                        ERROR: usage: pytest [options] [file_or_dir] [file_or_dir] [...]
                        pytest: error: unrecognized arguments: --count
                        """
                    ),
                ],
                "node": [
                    .shell(
                        "npm test -- -t {test_name}",
                        """
                        PASS src/__tests__/{unit}.test.ts
                        Tests:       {pid} skipped, 1 passed
                        """),
                    .shell("npm test -- --clearCache", "Cleared /tmp/jest_rs"),
                ],
            ],
            keys: [
                "billing-api": [["no:randomly"], ["conftest"]], "ledger-worker": [["no:xdist"], ["conftest"]],
                "node": [["--runInBand"], ["resetMocks"]],
            ]),
        answers: [
            "{test_name} shared state with its neighbours; it has its own now and the suite is green.",
            "Fixed: in order it passed, so it was isolation.",
            "{test_name} 已稳定，原因是共享状态。",
        ]
    )
}
