/// Outputs with the faults in them.
enum ErrorSamples {
    /// The same fault on two machines.
    static let same: [(String, String)] = [
        (
            "ModuleNotFoundError: No module named 'psycopg2'",
            "web-1  | ModuleNotFoundError: No module named 'psycopg2'"
        ),
        (
            "Traceback (most recent call last):\n  File \"/home/a/x.py\", line 3, in <module>\nValueError: invalid literal for int() with base 10: 'abc'",
            "Traceback (most recent call last):\n  File \"/srv/b/y.py\", line 99, in run\nValueError: invalid literal for int() with base 10: 'zz'"
        ),
        (
            "FileNotFoundError: [Errno 2] No such file or directory: '/home/ann/data.csv'",
            "FileNotFoundError: [Errno 2] No such file or directory: '/srv/bob/other.txt'"
        ),
        ("KeyError: 'user_id'", "KeyError: 'order_id'"),
        ("E   AssertionError: assert 3 == 4", "E   AssertionError: assert 7 == 9"),
        ("sqlite3.OperationalError: no such table: users", "OperationalError: no such table: users"),
        (
            "requests.exceptions.ConnectionError: HTTPConnectionPool(host='10.0.0.1', port=8080): Max retries exceeded",
            "requests.exceptions.ConnectionError: HTTPConnectionPool(host='10.9.9.9', port=9090): Max retries exceeded"
        ),
        (
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 10: invalid start byte",
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xfe in position 99: invalid start byte"
        ),
        (
            "TypeError: Cannot read properties of undefined (reading 'map')",
            "TypeError: Cannot read properties of undefined (reading 'name')"
        ),
        ("Error: Cannot find module '/home/a/app/index.js'", "Error: Cannot find module '/opt/b/server.js'"),
        (
            "Error: ENOENT: no such file or directory, open '/home/a/package.json'",
            "Error: ENOENT: no such file or directory, open '/Users/b/tsconfig.json'"
        ),
        (
            "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'chalk' imported from /home/a/cli.mjs",
            "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'chalk' imported from /opt/x/run.mjs"
        ),
        (
            "Error: listen EADDRINUSE: address already in use 127.0.0.1:3000",
            "Error: listen EADDRINUSE: address already in use 127.0.0.1:8080"
        ),
        ("Error: connect ECONNREFUSED 127.0.0.1:5432", "Error: connect ECONNREFUSED 10.1.2.3:5433"),
        ("Uncaught ReferenceError: foo is not defined", "ReferenceError: foo is not defined"),
        (
            "src/app.ts(12,5): error TS2304: Cannot find name 'foo'.",
            "src/lib/other.ts(99,17): error TS2304: Cannot find name 'bar'."
        ),
        (
            "src/app.ts:12:5 - error TS2322: Type 'string' is not assignable to type 'number'.",
            "lib/b.ts:1:2 - error TS2322: Type 'string' is not assignable to type 'number'."
        ),
        (
            "SyntaxError: Unexpected token } in JSON at position 12",
            "SyntaxError: Unexpected token } in JSON at position 4711"
        ),
        (
            "/home/a/Sources/App/main.swift:12:5: error: cannot find 'foo' in scope",
            "/Users/b/Code/App/x.swift:99:1: error: cannot find 'bar' in scope"
        ),
        (
            "Fatal error: Index out of range: file Swift/ContiguousArrayBuffer.swift, line 600",
            "Fatal error: Index out of range: file Swift/ContiguousArrayBuffer.swift, line 601"
        ),
        ("error: no such module 'NIOCore'", "/x/y.swift:1:8: error: no such module 'NIOCore'"),
        ("error[E0382]: borrow of moved value: `x`", "error[E0382]: borrow of moved value: `token`"),
        (
            "error[E0433]: failed to resolve: use of undeclared crate or module `serde`",
            "error[E0433]: failed to resolve: use of undeclared crate or module `serde`"
        ),
        (
            "thread 'main' panicked at src/main.rs:2:5:\nindex out of bounds: the len is 3 but the index is 5",
            "thread 'worker-1' panicked at src/lib.rs:99:12:\nindex out of bounds: the len is 8 but the index is 9"
        ),
        (
            "panic: runtime error: index out of range [5] with length 3",
            "panic: runtime error: index out of range [7] with length 2"
        ),
        (
            "panic: runtime error: invalid memory address or nil pointer dereference",
            "2026/03/01 12:00:01 panic: runtime error: invalid memory address or nil pointer dereference"
        ),
        ("./main.go:10:2: undefined: foo", "./cmd/x.go:99:12: undefined: foo"),
        (
            "Exception in thread \"main\" java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"s\" is null",
            "Exception in thread \"worker\" java.lang.NullPointerException: Cannot invoke \"String.trim()\" because \"name\" is null"
        ),
        ("Caused by: java.net.ConnectException: Connection refused", "java.net.ConnectException: Connection refused"),
        (
            "java.lang.ClassNotFoundException: com.example.Foo",
            "Caused by: java.lang.ClassNotFoundException: com.example.Foo"
        ),
        (
            "main.c:10:5: error: use of undeclared identifier 'foo'",
            "src/other.c:99:12: error: use of undeclared identifier 'bar'"
        ),
        ("main.c:1:10: fatal error: 'foo.h' file not found", "lib/b.c:7:10: fatal error: 'foo.h' file not found"),
        (
            "/usr/bin/ld: main.o: in function `main': main.c:(.text+0x1a): undefined reference to `foo'",
            "/usr/local/bin/ld: x.o: in function `run': x.c:(.text+0xff): undefined reference to `bar'"
        ),
        (
            "/usr/bin/ld: cannot find -lpq: No such file or directory",
            "/opt/bin/ld: cannot find -lpq: No such file or directory"
        ),
        ("Segmentation fault (core dumped)", "run.sh: line 12: Segmentation fault (core dumped)"),
        ("bash: line 1: foo: command not found", "bash: line 7: foo: command not found"),
        ("cat: /home/a/x.txt: No such file or directory", "cat: /srv/b/y.txt: No such file or directory"),
        ("sh: ./run.sh: Permission denied", "sh: ./other.sh: Permission denied"),
        ("make: *** [Makefile:12: all] Error 2", "make: *** [Makefile:99: all] Error 2"),
        (
            "make: *** No rule to make target 'foo', needed by 'all'.  Stop.",
            "make: *** No rule to make target 'bar', needed by 'all'.  Stop."
        ),
        (
            "CMake Error at CMakeLists.txt:12 (find_package):\n  Could not find a package configuration file provided by \"Qt6\"",
            "CMake Error at lib/CMakeLists.txt:3 (find_package):\n  Could not find a package configuration file provided by \"Qt6\""
        ),
        (
            "fatal: not a git repository (or any of the parent directories): .git",
            "remote: fatal: not a git repository (or any of the parent directories): .git"
        ),
        (
            "error: failed to push some refs to 'https://github.com/a/b.git'",
            "error: failed to push some refs to 'git@github.com:c/d.git'"
        ),
        ("CONFLICT (content): Merge conflict in src/a.c", "CONFLICT (content): Merge conflict in lib/x/b.c"),
        (
            "error: pathspec 'feature-1' did not match any file(s) known to git",
            "error: pathspec 'main' did not match any file(s) known to git"
        ),
        ("npm ERR! code ERESOLVE", "npm error code ERESOLVE"),
        (
            "npm ERR! 404 Not Found - GET https://registry.example.org/foo - Not found",
            "npm ERR! 404 Not Found - GET https://registry.example.org/bar - Not found"
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement foo==1.2.3 (from versions: none)",
            "ERROR: Could not find a version that satisfies the requirement foo==9.9.1 (from versions: none)"
        ),
        ("E: Unable to locate package libfoo-dev", "\u{1B}[31mE: Unable to locate package libfoo-dev\u{1B}[0m"),
        ("Error: pg_config executable not found.", "      Error: pg_config executable not found."),
        (
            "docker: Error response from daemon: pull access denied for foo, repository does not exist",
            "Error response from daemon: pull access denied for foo, repository does not exist"
        ),
        (
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
            "Cannot connect to the Docker daemon at tcp://10.0.0.3:2375. Is the docker daemon running?"
        ),
        (
            "Error response from daemon: Conflict. The container name \"/web\" is already in use by container \"4f9a0c7be2d81653\".",
            "Error response from daemon: Conflict. The container name \"/db\" is already in use by container \"aa9a0c7be2d81650\"."
        ),
        (
            "ERROR:  relation \"users\" does not exist at character 15",
            "ERROR:  relation \"orders\" does not exist at character 99"
        ),
        (
            "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
            "ERROR 1045 (28000): Access denied for user 'app'@'10.0.0.1' (using password: YES)"
        ),
        (
            "psycopg2.errors.UniqueViolation: duplicate key value violates unique constraint \"users_pkey\"",
            "UniqueViolation: duplicate key value violates unique constraint \"orders_pkey\""
        ),
        ("ORA-00942: table or view does not exist", "2026-03-01 12:00:00 ORA-00942: table or view does not exist"),
        (
            "curl: (7) Failed to connect to localhost port 8080 after 0 ms",
            "curl: (7) Failed to connect to localhost port 9090 after 12 ms"
        ),
        (
            "requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://a.example/x",
            "requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://b.example/y?z=1"
        ),
        ("HTTP/1.1 503 Service Unavailable", "HTTP/1.1 503 Service Unavailable\r"),
        (
            "2026-03-01T12:00:00.123Z ERROR [worker-3] request 550e8400-e29b-41d4-a716-446655440000 failed: connection reset by peer",
            "2026-04-09T01:02:03.999Z ERROR [worker-9] request 650e8400-e29b-41d4-a716-446655440111 failed: connection reset by peer"
        ),
        (
            "java.lang.OutOfMemoryError: Java heap space",
            "Exception in thread \"x\" java.lang.OutOfMemoryError: Java heap space"
        ),
        ("The process exited with code 137 after 12.5s", "The process exited with code 137 after 99.1s"),
        ("错误：找不到模块 'express'", "错误：找不到模块 'express'  "),
        ("bash: foo: 未找到命令", "bash: foo: 未找到命令"),
        ("cat: /home/a/文件.txt: 没有那个文件或目录", "cat: /home/a/文件.txt: 没有那个文件或目录"),
        ("[12:00:01] 错误: 连接被拒绝 127.0.0.1:3306", "[23:59:59] 错误: 连接被拒绝 10.0.0.8:3307"),
        ("致命错误：foo.h：没有那个文件或目录", "#12 3.4 致命错误：foo.h：没有那个文件或目录"),
        ("请求失败：状态码 502，耗时 120ms", "请求失败：状态码 502，耗时 98ms"),
        (
            "HRESULT: Exception 0x80070005 Access denied at 0x7ffee4c0a9b8",
            "HRESULT: Exception 0x80070005 Access denied at 0x7ffdd4c0a000"
        ),
        (
            "fatal: unable to access 'https://github.com/a/b.git/': Could not resolve host: github.com",
            "fatal: unable to access 'https://github.com/c/d.git/': Could not resolve host: github.com"
        ),
        (
            "tar: /home/a/x.tar.gz: Cannot open: No such file or directory",
            "tar: /srv/y.tar.gz: Cannot open: No such file or directory"
        ),
        ("zsh: command not found: rg", "[12:00:00] zsh: command not found: rg"),
        (
            "fatal: refusing to merge unrelated histories",
            "Mar  4 12:00:03 ci-6 build[571]: fatal: refusing to merge unrelated histories"
        ),
        (
            "thread 'main' panicked at src/a.rs:2:5:\nalready borrowed: BorrowMutError",
            "2026-03-01T12:00:00.1Z thread 'x' panicked at src/b.rs:9:1:\n2026-03-01T12:00:00.2Z already borrowed: BorrowMutError"
        ),
        ("./main.go:10:2: declared and not used: total", "./x.go:9:1: declared and not used: rest"),
        (
            "Error: getaddrinfo ENOTFOUND api.example.org",
            "Error: getaddrinfo ENOTFOUND db.example.net"
        ),
        (
            "a.rb:12:in `load': undefined method `name' for nil:NilClass (NoMethodError)",
            "/srv/b.rb:99:in `run': undefined method `name' for nil:NilClass (NoMethodError)"
        ),
        (
            "==17==ERROR: LeakSanitizer: detected memory leaks",
            "==4711==ERROR: LeakSanitizer: detected memory leaks"
        ),
        (
            "AnnotationException: No identifier specified for entity: com.shop.Order",
            "org.hibernate.AnnotationException: No identifier specified for entity: com.shop.User"
        ),
        (
            "2026/03/01 12:00:00 [error] 12#12: *3 upstream sent too big header while reading response header",
            "2026/03/01 12:00:00 [error] 99#99: *7181 upstream sent too big header while reading response header"
        ),
        (
            "OSError: [Errno 28] No space left on device: '/tmp/abc'",
            "OSError: [Errno 28] No space left on device: '/var/x'"
        ),
    ]

    /// Faults that are near and not the same.
    static let different: [(String, String)] = [
        ("ModuleNotFoundError: No module named 'x'", "ImportError: No module named 'x'"),
        ("ModuleNotFoundError: No module named 'psycopg2'", "ModuleNotFoundError: No module named 'requests'"),
        ("Cannot find package 'chalk' imported from /a", "Cannot find package 'ora' imported from /a"),
        ("error: no such module 'NIOCore'", "error: no such module 'GRDB'"),
        ("error[E0463]: can't find crate for `std`", "error[E0463]: can't find crate for `core`"),
        ("main.c:1:10: fatal error: 'foo.h' file not found", "main.c:1:10: fatal error: 'bar.h' file not found"),
        (
            "a.c:1:10: fatal error: zlib.h: No such file or directory",
            "a.c:1:10: fatal error: png.h: No such file or directory"
        ),
        ("错误：找不到模块 'express'", "错误：找不到模块 'koa'"),
        ("x: a.c:1: f: Assertion `len > 0' failed.", "x: a.c:1: f: Assertion `fd >= 0' failed."),
        ("curl: (22) The requested URL returned error: 404", "curl: (22) The requested URL returned error: 503"),
        (
            "terminate called after throwing an instance of 'std::bad_alloc'",
            "terminate called after throwing an instance of 'std::out_of_range'"
        ),
        ("ValueError: bad value", "TypeError: bad value"),
        (
            "FileNotFoundError: [Errno 2] No such file or directory: 'a'",
            "PermissionError: [Errno 13] Permission denied: 'a'"
        ),
        ("Error: connect ECONNREFUSED 127.0.0.1:1", "Error: connect ETIMEDOUT 127.0.0.1:1"),
        ("Error: ENOENT: no such file or directory, open 'x'", "Error: EACCES: permission denied, open 'x'"),
        ("error TS2304: Cannot find name 'x'.", "error TS2322: Type 'x' is not assignable to type 'y'."),
        (
            "error[E0382]: borrow of moved value: `x`",
            "error[E0499]: cannot borrow `x` as mutable more than once at a time"
        ),
        (
            "/usr/bin/ld: cannot find -lpq: No such file or directory",
            "/usr/bin/ld: cannot find -lssl: No such file or directory"
        ),
        ("undefined reference to `x'", "multiple definition of `x': error: y"),
        ("main.c:1:2: error: expected ';' after expression", "main.c:1:2: error: use of undeclared identifier 'x'"),
        ("HTTP/1.1 404 Not Found", "HTTP/1.1 403 Forbidden"),
        ("HTTP/1.1 502 Bad Gateway", "HTTP/1.1 503 Service Unavailable"),
        ("curl: (6) Could not resolve host: x", "curl: (7) Failed to connect to x"),
        ("make: *** [Makefile:1: all] Error 1", "make: *** [Makefile:1: all] Error 2"),
        ("npm ERR! code ERESOLVE", "npm ERR! code E404"),
        ("ERROR 1045 (28000): Access denied for user 'a'@'b'", "ERROR 1146 (42S02): Table 'a' doesn't exist"),
        ("ERROR:  relation \"x\" does not exist", "ERROR:  column \"x\" does not exist"),
        ("ORA-00942: table or view does not exist", "ORA-01017: invalid username/password; logon denied"),
        ("exited with code 137", "exited with code 139"),
        ("java.lang.NullPointerException: x", "java.lang.IllegalStateException: x"),
        ("panic: runtime error: index out of range [1] with length 0", "panic: assignment to entry in nil map"),
        ("bash: foo: command not found", "bash: ./foo: Permission denied"),
        ("fatal: not a git repository", "fatal: refusing to merge unrelated histories"),
        ("E: Unable to locate package foo", "E: Could not get lock /var/lib/dpkg/lock-frontend"),
        ("错误：找不到模块 'x'", "错误：连接被拒绝 'x'"),
        ("连接超时：10.0.0.1", "连接被拒绝：10.0.0.1"),
        ("Segmentation fault (core dumped)", "Bus error (core dumped)"),
        ("Cannot connect to the Docker daemon at unix:///x", "Error response from daemon: No such container: x"),
        ("OSError: [Errno 28] No space left on device", "OSError: [Errno 24] Too many open files"),
        ("SyntaxError: invalid syntax", "IndentationError: unexpected indent"),
        ("TypeError: x is not a function", "TypeError: x is not iterable"),
        ("error 0x80070005: access denied", "error: 0x80004005 unspecified"),
        ("Fatal error: Index out of range", "Fatal error: Unexpectedly found nil while unwrapping an Optional value"),
    ]

    /// Nothing went wrong here.
    static let clean: [String] = [
        "12 passed, 0 failed in 3.21s",
        "Build succeeded. 0 Warning(s) 0 Error(s)",
        "Compiling errors.rs ... done",
        "test error_is_reported ... ok",
        "✓ throws TypeError when the value is missing",
        "PASS src/error.test.ts",
        "a1b2c3d Fix error: wrong path in the parser",
        "Successfully installed requests-2.31.0",
        "On branch main\nnothing to commit, working tree clean",
        "{\"error\":null,\"ok\":true}",
        "total 12\n-rw-r--r-- 1 a a 120 Mar  1 12:00 error.log",
        "raise ValueError(\"bad\")",
        "throw new Error('boom')",
        "except FileNotFoundError:",
        "    at Object.<anonymous> (/app/src/index.js:10:15)",
        "class NotFoundError(Exception):",
        "import { HttpError } from './errors'",
        "HTTP/1.1 200 OK",
        "200 OK",
        "The server listens on port 8080.",
        "All tests passed",
        "Finished in 0.12s without errors",
        "warning: unused variable: `x`",
        "构建成功，没有错误",
        "所有测试通过",
        "exit code 0",
        "process exited with code 0",
        "diff --git a/errors.py b/errors.py",
        "Everything up-to-date",
        "Downloading crates ...",
        "Error handling is described in chapter 3.",
        "- handle errors in the parser",
        "3 files changed, 12 insertions(+), 4 deletions(-)",
    ]
}
