/// What anybody in the trade knows without being told: in which words people ask for work that is done with certain
/// commands. Written down from the commands, in general words, and not from any life's tasks.
enum EverydayKnowledge {
    /// - Parameter text: a procedure with what it is for.
    /// - Returns: at most eight.
    static func phrases(for text: String) -> [String] {
        let text = text.lowercased()
        let scored = entries.map { entry in (entry, entry.signs.count { text.contains($0) }) }
        guard let best = scored.max(by: { $0.1 < $1.1 }), best.1 >= 1 else { return [] }
        return best.0.phrases
    }

    private struct Entry {
        var signs: [String]
        var phrases: [String]
    }

    private static let entries = [
        Entry(
            signs: ["certbot", "openssl", "letsencrypt", "certificate"],
            phrases: [
                "the certificate is about to expire", "the browser says the site is not secure", "TLS renewal",
                "extend the SSL certificate", "证书快到期", "网站提示不安全", "续期证书", "HTTPS 证书过期",
            ]),
        Entry(
            signs: ["pip install", "apt-get install", "apk add", "-dev", "gcc", "wheel"],
            phrases: [
                "a Python package does not install", "the package fails to compile", "a header file is missing",
                "installing the dependency breaks", "装不上依赖", "编译失败", "缺少头文件", "安装包报错",
            ]),
        Entry(
            signs: ["eaddrinuse", "address already in use", "lsof", "fuser", "ss -ltnp", "kill "],
            phrases: [
                "the server does not come up", "the port is taken", "the dev server refuses to start",
                "something else is listening", "端口被占用", "服务起不来", "启动失败", "本地跑不起来",
            ]),
        Entry(
            signs: ["alembic", "migrate", "migration", "schema"],
            phrases: [
                "add a column", "change the database schema", "the table needs a new field", "apply the migration",
                "加一个字段", "改表结构", "数据库迁移", "新增一列",
            ]),
        Entry(
            signs: ["pytest", "flaky", "-count", "--count", "rerun", "seed"],
            phrases: [
                "a test fails now and then", "the test is flaky", "CI is red only sometimes", "random test failure",
                "测试偶尔失败", "测试不稳定", "有时候过有时候不过", "CI 时好时坏",
            ]),
        Entry(
            signs: ["openapi", "swagger", "codegen", "generated", "make generate", "protoc", "buf "],
            phrases: [
                "add an endpoint", "the client lacks the new route", "expose it over the API",
                "regenerate the API code", "加一个接口", "新增 API", "重新生成代码", "接口没有更新",
            ]),
        Entry(
            signs: ["npm publish", "twine", "publish", "registry", "pyproject"],
            phrases: [
                "publish the package", "the upload is rejected", "put the library out", "name mismatch on publish",
                "发布包", "上传被拒绝", "把库发出去", "包名不一致",
            ]),
        Entry(
            signs: ["git tag", "changelog", "bump", "release"],
            phrases: [
                "cut a release", "ship the next version", "make a new version", "tag and release",
                "发个版本", "发布新版本", "打个 tag", "准备上线版本",
            ]),
        Entry(
            signs: ["rotate", "vault", "secret", "kubectl", "token"],
            phrases: [
                "a key was leaked", "replace the password", "credentials must be rotated", "new secret for the service",
                "密钥泄露", "换一下密码", "轮换凭据", "更新密钥",
            ]),
        Entry(
            signs: ["docker build", "dockerfile", "docker images", "slim", "multi-stage"],
            phrases: [
                "the image is too big", "make the container smaller", "the pull takes forever", "slim down the image",
                "镜像太大", "给镜像瘦身", "容器太大了", "缩小镜像",
            ]),
        Entry(
            signs: ["msgfmt", "makemessages", "compilemessages", "i18n", "locale", "gettext", ".po"],
            phrases: [
                "a text is not translated", "add a language", "the page still shows English", "update the wording",
                "翻译没有生效", "加一种语言", "界面还是英文", "更新文案",
            ]),
        Entry(
            signs: ["--no-verify", "pre-commit", "hook", "lint", "force"],
            phrases: [
                "the commit is refused", "the hook blocks the commit", "get it committed", "checks fail on commit",
                "提交被拒绝", "提交不了", "钩子报错", "过不了检查",
            ]),
    ]
}
