import Testing
import WorldModeling

@Suite("A world model states and does not advise")
struct RefusalTests {
    @Test(
        "Sentences that say what to do are refused",
        arguments: [
            "Run the tests before pushing.", "Run `npm ci` to restore packages.", "You should restart the server.",
            "Use ripgrep instead of find.", "Never push to main.", "Don't touch generated files.",
            "Do not edit `dist/`.", "Always install with `--no-cache`.", "First build, then test.",
            "If the build fails, clear the cache.", "To fix it, install libpq-dev.", "Please ask before deploying.",
            "Make sure that the database runs.", "Let's use pnpm here.", "Tests should be run with pytest.",
            "When the port is taken, kill the process.", "Add `pg_config` to the path and rerun pip.",
            "The build is broken; delete `build/`.", "Check that the port is free.",
            "Avoid the binary wheel on Alpine.",
            "It is best to pin the version.", "Prefer `apk add`.", "Set `DATABASE_URL` first.", "Is it in `src/`?", "",
            "运行 `npm test` 验证修改。", "先安装依赖，再运行测试。", "请不要推送到 main。", "应该使用 pnpm。", "建议重启服务。",
            "如果失败，重启服务。", "使用 pytest 运行测试。", "不要修改生成的文件。", "把端口改成 8080。", "最好先备份数据库。", "用 ripgrep 代替 find。",
        ])
    func refused(sentence: String) {
        #expect(WorldModeling.refusal(of: sentence) != nil, "\(sentence)")
    }

    @Test(
        "Statements pass",
        arguments: [
            "`tests/` holds pytest suites.", "Config is read at start only.", "Tests are in `tests/`.",
            "Pushing to `main` is not allowed.", "The service listens on port 8080.", "Build artefacts are in `dist/`.",
            "Run logs are kept in `logs/`.", "`sed -i` without a suffix fails here (`invalid command code`).",
            "`npm test` fails until `npm ci` has run.", "`DATABASE_URL` must be set.",
            "Migrations live under `db/migrations/`.", "Use of the binary wheel is forbidden on Alpine.",
            "The binary wheel fails on Alpine.", "`api/client.ts` says of itself that it is generated.",
            "Does not apply to Debian images.", "The default branch is `main`.", "Test files lie beside the sources.",
            "测试在 `tests/` 下。", "配置只在启动时读取。", "服务监听 8080 端口。", "运行时配置位于 `config/`。", "不允许推送到 main。",
            "`main` 分支受保护。", "运行 `npm test` 会失败，因为没有数据库。", "数据库是 PostgreSQL。",
        ])
    func stated(sentence: String) {
        #expect(WorldModeling.refusal(of: sentence) == nil, "\(WorldModeling.refusal(of: sentence) ?? "")")
    }
}
