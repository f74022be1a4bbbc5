#!/usr/bin/env python3
"""Writes the repair set `repairs/episodes.jsonl`: sessions in which a command fails, things are done, and it passes or not.

Eleven ecosystems, ten courses of events each; every episode has a fault of its own (another module, table, header …) and
is asked for with the log that another machine would print. The courses:

    plain       looks around, mends it, passes            attempts   a wrong change fails again before the right one
    later       mended in the next turn                   cascade    mended, but the next fault shows before it passes
    command     the command itself is changed             many       the right change among changes of other things
    told        no pass; the user says that it works      unmended   changed, never run again
    other_pass  another command passes after a change     by_itself  passes again with nothing changed

One episode a line: `id, ecosystem, course, turns` (each `user, calls, agent`), `ask` (the log), `failing` and `fixes` as
[turn, call] (a call of -1 is the turn's answer); no `fixes` where nothing is known to have mended it.

The output depends on nothing else.  make_repairs.py [--check] (--check: is what stands there what would be written?)
"""

import json
import random
import sys
from pathlib import Path

from make_errors import filled

FILE = Path(__file__).resolve().parent / "repairs" / "episodes.jsonl"


def bash(command):
    return {"name": "Bash", "input": {"command": command}}


def terminal(command):
    return {"name": "terminal", "input": {"command": command, "timeout": 120}}


def shell(command):
    return {"name": "shell", "input": {"command": ["bash", "-lc", command]}}


def edit(path, old, new):
    return {"name": "Edit", "input": {"file_path": path, "old_string": old, "new_string": new}}


def write(path, content):
    return {"name": "write_file", "input": {"path": path, "content": content}}


# ecosystem: shell, command, the command changed, another check, log of the fault, of the next fault, what mends it, names
ECOSYSTEMS = {
    "python": (bash, "cd {dir} && python -m pytest -q 2>&1 | tail -30", "python -m pytest -q --import-mode=importlib", "ruff check .",
               "Traceback (most recent call last):\n  File \"{dir}/{f}.py\", line {n}, in <module>\n    import {m}\nModuleNotFoundError: No module named '{m}'",
               "E   TypeError: {x}() missing 1 required positional argument: 'scope'\n{f}.py:{n}: TypeError",
               lambda m: bash(f"pip install {m}"), "yaml requests numpy pandas boto3 redis jinja2 lxml httpx pydantic"),
    "node": (bash, "npm test", "npm test -- --experimental-vm-modules", "npm run lint",
             "Error: Cannot find module '{m}'\nRequire stack:\n- {dir}/src/{f}.js\n    at Module._resolveFilename (node:internal/modules/cjs/loader:{n}:{c})",
             "TypeError: Cannot read properties of undefined (reading 'rows')\n    at {x} ({dir}/src/{f}.js:{n}:{c})",
             lambda m: bash(f"npm install {m}"), "lodash express chalk axios dotenv winston uuid commander fastify zod"),
    "typescript": (terminal, "npx tsc --noEmit", "npx tsc --noEmit --skipLibCheck", "npx eslint src",
                   "src/{f}.ts({n},{c}): error TS2307: Cannot find module '{m}' or its corresponding type declarations.",
                   "src/{g}.ts({n},{c}): error TS2554: Expected 2 arguments, but got 1.",
                   lambda m: terminal(f"npm install --save-dev @types/{m}"), "react koa jest ws pg mime cors multer passport morgan"),
    "c": (bash, "make -j4", "make -j4 WITH_SYSTEM=0", "ctest --test-dir build",
          "{dir}/{f}.c:{n}:{c}: fatal error: {m}.h: No such file or directory\n   {n} | #include <{m}.h>\ncompilation terminated.",
          "/usr/bin/ld: {f}.o: undefined reference to `gzopen64'\ncollect2: error: ld returned 1 exit status",
          lambda m: bash(f"sudo apt-get install -y lib{m}-dev"), "zlib png jpeglib expat pcre2 sodium uv yajl event archive"),
    "go": (terminal, "go build ./...", "go build -mod=mod ./...", "go vet ./...",
           "{dir}/{f}.go:{n}:{c}: no required module provides package {m}; to add it:\n\tgo get {m}",
           "{dir}/{f}.go:{n}:{c}: cannot use {x} (variable of type string) as int value in argument",
           lambda m: terminal(f"go get {m}"),
           " ".join(f"example.org/go/{name}" for name in "cobra viper chi zap gorm sqlx mux testify fiber echo".split())),
    "rust": (shell, "cargo build", "cargo build --all-features", "cargo clippy",
             "error[E0432]: unresolved import `{m}`\n --> src/{f}.rs:{n}:{c}\n  |\n{n} | use {m}::prelude::*;\n  |     ^^^^^ use of undeclared crate or module `{m}`",
             "error[E0308]: mismatched types\n --> src/{f}.rs:{n}:{c}",
             lambda m: edit("Cargo.toml", "[dependencies]", f"[dependencies]\n{m} = \"1\""), "serde tokio clap rayon anyhow regex chrono hyper rand axum"),
    "swift": (bash, "swift build 2>&1 | tail -20", "swift build -c release -Xswiftc -enable-testing", "swift format lint -r Sources",
              "{dir}/Sources/{f}.swift:{n}:{c}: error: no such module '{m}'\nimport {m}\n       ^",
              "{dir}/Sources/{f}.swift:{n}:{c}: error: value of optional type 'String?' must be unwrapped to a value of type 'String'",
              lambda m: edit("Package.swift", "dependencies: [", f"dependencies: [\n    .product(name: \"{m}\", package: \"{m}\"),"),
              "Yams GRDB Logging NIOCore Crypto Metrics Hummingbird Algorithms Collections ArgumentParser"),
    "sql": (terminal, "psql -v ON_ERROR_STOP=1 -f report.sql", "psql -v ON_ERROR_STOP=1 -f report.sql -d staging", "pg_isready",
            "psql:report.sql:{n}: ERROR:  relation \"{m}\" does not exist\nLINE {n}: SELECT * FROM {m}\n                      ^",
            "psql:report.sql:{n}: ERROR:  column \"total_cents\" does not exist",
            lambda m: write(f"migrations/{m}.sql", f"CREATE TABLE {m} (id bigint PRIMARY KEY);"),
            "invoices refunds ledgers payouts tariffs coupons couriers depots pallets vouchers"),
    "shell": (bash, "bash release.sh", "bash release.sh --skip-notes", "shellcheck release.sh",
              "release.sh: line {n}: {m}: command not found", "release.sh: line {n}: VERSION: unbound variable",
              lambda m: bash(f"brew install {m}"), "jq yq rg gsed pandoc hugo cosign age minisign glow"),
    "java": (terminal, "mvn -q test", "mvn -q test -Pintegration", "mvn -q checkstyle:check",
             "[ERROR] COMPILATION ERROR :\n[ERROR] {dir}/src/main/java/{X}.java:[{n},{c}] package {m} does not exist",
             "[ERROR] {dir}/src/main/java/{X}.java:[{n},{c}] incompatible types: java.lang.String cannot be converted to int",
             lambda m: edit("pom.xml", "<dependencies>", f"<dependencies>\n  <dependency><groupId>{m}</groupId></dependency>"),
             "org.slf4j com.google.gson org.jooq io.netty org.mockito org.flywaydb io.micrometer org.assertj com.zaxxer.hikari okhttp3"),
    "docker": (bash, "docker compose up -d", "docker compose up -d --no-deps web", "docker compose config",
               "Error response from daemon: pull access denied for {m}, repository does not exist or may require 'docker login'",
               "Error response from daemon: driver failed programming external connectivity: Bind for 0.0.0.0:{port} failed: port is already allocated",
               lambda m: edit("docker-compose.yml", f"image: {m}", f"image: registry.example.org/base/{m}:4"),
               "acme-web acme-mail acme-search acme-cache acme-proxy acme-queue acme-cron acme-auth acme-feed acme-files"),
}
COURSES = "plain later attempts cascade command many told unmended other_pass by_itself".split()
LOOKS = [bash("git status --short"), bash("ls -la"), bash("grep -rn legacy . | head"), {"name": "Read", "input": {"file_path": "README.md"}},
         bash("git log --oneline -5"), {"name": "Grep", "input": {"pattern": "import", "path": "."}}]
STRAYS = [edit("CHANGELOG.md", "## Next", "## Next\n- tidied"), edit("src/theme.css", "margin: 4px", "margin: 6px"),
          edit(".editorconfig", "indent_size = 2", "indent_size = 4"), write("notes/today.txt", "look at the banner"),
          edit("config/banner.toml", "shown = true", "shown = false")]
TOLD = ["Works now, thanks! What is next?", "That fixed it.", "好了，谢谢。", "Great, it works. Let us look at the banner.",
        "现在可以了。", "Perfect, the error is gone."]


def done(call, output="ok"):
    return {**call, "output": output}


def failed(call, log):
    return {**call, "output": log, "errorCode": "1"}


def turn(user, calls, agent):
    return {"user": user, "calls": calls, "agent": agent}


def episode(ecosystem, course, number):
    run, command, changed, check, log, next_log, mends, names = ECOSYSTEMS[ecosystem]
    missing = names.split()[number]
    identity = f"{ecosystem}-{course}"
    here, there = random.Random(f"{identity}/here"), random.Random(f"{identity}/there")
    command = filled(command, here)
    fails = failed(run(command), filled(log.replace("{m}", missing), here))
    looks = [done(call, "…") for call in here.sample(LOOKS, 3)]
    strays = [done(call) for call in here.sample(STRAYS, 3)]
    mend, passes = done(mends(missing), "done"), done(run(command), "finished without complaints")
    first, fixes = [fails] + looks[:2], None
    later = None
    if course == "plain":
        first += [mend, looks[2], passes]
        fixes = [[0, 3]]
    elif course == "later":
        later = turn("Go on, mend it.", [looks[2], mend, passes], "It passes.")
        fixes = [[1, 1]]
    elif course == "attempts":
        first += [strays[0], fails, looks[2], mend, passes]
        fixes = [[0, 6]]
    elif course == "cascade":
        first += [mend, failed(run(command), filled(next_log, here)), done(edit("src/main", "a", "b")), passes]
        fixes = [[0, 3]]
    elif course == "command":
        first += [done(run(changed), "finished without complaints")]
        fixes = [[0, 3]]
    elif course == "many":
        first += [strays[0], mend, strays[1], strays[2], passes]
        fixes = [[0, 4]]
    elif course == "told":
        first += [mend]
        later = turn(here.choice(TOLD), [looks[2]], "Good.")
        fixes = [[0, 3], [0, -1]]
    elif course == "unmended":
        first += [strays[1], looks[2]]
        later = turn("Leave it for now and look at the banner.", [strays[2]], "I changed the banner.")
    elif course == "other_pass":
        first += [strays[0], done(run(check), "fine")]
        later = turn("And the linter?", [strays[1], done(run(check), "fine")], "It is content.")
    else:
        later = turn("Try it once more.", [looks[2], passes], "Now it passes, for no reason that I can see.")
    turns = [turn(f"Run the checks of {missing} for me.", first, "I ran them and looked into what came back.")]
    return {"id": identity, "ecosystem": ecosystem, "course": course, "turns": turns + ([later] if later else []),
            "ask": filled(log.replace("{m}", missing), there), "failing": [0, 0], "fixes": fixes or []}


def text():
    return "".join(json.dumps(episode(ecosystem, course, number), ensure_ascii=False) + "\n"
                   for ecosystem in ECOSYSTEMS for number, course in enumerate(COURSES))


def main():
    if "--check" in sys.argv[1:]:
        if FILE.read_text(encoding="utf-8") != text():
            sys.exit("make_repairs.py: repairs/episodes.jsonl is not what this script gives; run make_repairs.py")
    else:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(text(), encoding="utf-8")
        print(f"repairs/episodes.jsonl: {text().count(chr(10))} episodes")


if __name__ == "__main__":
    main()
