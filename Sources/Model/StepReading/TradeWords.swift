import TextAnalysis

/// How people ask for the work that a command does, in English and Chinese: nobody who wants a certificate renewed says
/// `certbot`. A word of a task leads to a procedure by what its commands, files and faults are for.
package enum TradeWords {
    /// The words for what stands in a text of commands, paths and faults; each trade once, in the order of the table.
    package static func words(for text: String) -> [String] {
        let terms = Set(Terms.terms(in: String(text.prefix(8000))).map(\.text))
        return table.filter { !$0.marks.isDisjoint(with: terms) }.map(\.words)
    }

    private static let table: [(marks: Set<String>, words: String)] = trades.map { marks, words in
        (Set(marks.split(separator: " ").flatMap { Terms.terms(in: String($0)).map(\.text) }), words)
    }

    /// Marks as they stand in commands and paths, and the words of everyday.
    private static let trades: [(String, String)] = [
        (
            "certbot openssl letsencrypt acme mkcert",
            "certificate certificates cert TLS SSL HTTPS expire expired renew encrypt browser insecure 证书 过期 续期 不安全 加密"
        ),
        (
            "logrotate rsyslog journald",
            "log logs logging rotate rotation disk full space 日志 磁盘 轮转 切割 太大"
        ),
        (
            "alembic flyway liquibase prisma migrate migration migrations dbmate",
            "database schema table column migrate migration revision upgrade staging 数据库 表 字段 结构 迁移 升级"
        ),
        ("pg_dump pg_restore mysqldump backup backups restic", "backup dump save restore database 备份 恢复 数据库"),
        ("psql mysql sqlite3 mongosh redis-cli", "database query table data 数据库 查询 数据"),
        (
            "docker podman dockerfile dockerignore buildx",
            "image container layer layers docker build slim size big shrink pull 镜像 容器 构建 体积 瘦身"
        ),
        ("kubectl helm kustomize", "cluster pod deploy deployment rollout kubernetes 集群 部署 上线"),
        ("terraform ansible pulumi", "infrastructure provision server plan apply 基础设施 服务器"),
        (
            "openapi codegen grpc protoc protobuf swagger graphql handlers routes",
            "API endpoint route handler HTTP interface client request service 接口 路由 请求"
        ),
        (
            "i18n locales locale gettext po translations",
            "translation translate text wording string copy language languages key screen page 文案 翻译 多语言 页面 缺"
        ),
        (
            "publish twine registry npmjs",
            "publish package registry release upload ship refused others install 发布 上传 仓库 包 被拒"
        ),
        (
            "changelog tag bump version goreleaser",
            "release version tag cut ship customers new 发布 版本 打 新版本"
        ),
        (
            "git commit push origin pre-commit rebase",
            "commit push branch remote origin server save check changes hook 提交 推送 分支 改动 推"
        ),
        ("merge cherry-pick conflict", "merge conflict branch 合并 冲突 分支"),
        (
            "pytest jest vitest xdist rspec mocha resetmocks",
            "test tests suite flaky unstable unreliable fails breaks order green red CI 测试 用例 不稳定 失败"
        ),
        ("coverage nyc lcov", "coverage tests 覆盖率 测试"),
        (
            "pip apk apt apt-get dnf yum poetry conda wheel",
            "install package library dependency build wheel compile container import module 安装 装 依赖 编译 报错 包"
        ),
        ("npm pnpm yarn bun node_modules", "install package dependency 安装 依赖 包"),
        ("cargo gem composer bundle", "install package dependency build 安装 依赖 构建"),
        (
            "lsof fuser eaddrinuse netstat port",
            "port busy taken occupied in use already start launch run local localhost server app 端口 占用 被占 启动 跑 本地 服务"
        ),
        ("kill pkill killall", "stop process hang stuck 进程 停止 卡住"),
        (
            "nginx caddy haproxy apache2",
            "proxy web server site host reverse 反向代理 网站 服务器 配置"
        ),
        ("systemctl service supervisorctl pm2 rc-service", "service start stop restart daemon 服务 启动 重启"),
        ("eslint ruff flake8 golangci-lint rubocop clippy", "lint style warnings check 规范 检查"),
        ("black prettier gofmt rustfmt isort", "format formatting style 格式化 格式"),
        ("tsc mypy pyright", "types type check typing 类型 检查"),
        ("chmod chown sudo setfacl", "permission permissions denied access owner 权限 拒绝"),
        ("ssh scp rsync", "remote server copy connect key 远程 服务器 连接 拷贝"),
        ("curl wget http", "download request fetch URL 下载 请求"),
        ("cron crontab systemd-timer", "schedule job nightly every 定时 任务"),
        ("redis memcached cache", "cache clear stale 缓存 清理"),
        ("profile perf flamegraph pprof", "slow performance profile faster 慢 性能 优化"),
        ("gdb lldb core coredump", "crash segfault debug 崩溃 调试"),
        ("cmake make ninja gcc clang", "build compile link header 编译 构建 链接"),
        ("swift xcodebuild gradle mvn", "build compile app 编译 构建"),
        ("env dotenv config settings toml yaml", "configuration config setting environment variable 配置 环境变量 设置"),
        ("secret vault token credentials login", "secret token credentials login password auth 密钥 登录 凭证 认证"),
        ("manifest identifier scope", "identifier id name match agree mismatch 标识 名称 不一致"),
        ("eslint-plugin plugin plugins", "plugin extension 插件 扩展"),
        ("jupyter notebook ipynb", "notebook cell 笔记本"),
        ("ffmpeg convert imagemagick", "video image audio convert 视频 图片 转换"),
        ("gpg sign cosign", "sign signature key 签名 密钥"),
        ("readme docs mkdocs sphinx", "documentation docs page 文档"),
    ]
}
