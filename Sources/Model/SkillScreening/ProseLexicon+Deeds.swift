extension ProseLexicon {
    /// What is done, to what, and where it goes.
    static let deeds: [(Concept, String)] = [
        (
            .everything,
            """
            everything ¦ all tools ¦ every tool ¦ all tool calls ¦ every tool call ¦ any tool ¦ all commands
            ¦ every command ¦ any command ¦ all permissions ¦ every permission ¦ full permissions
            ¦ all requests ¦ every request ¦ every prompt ¦ all prompts ¦ all future ¦ bash(*)
            ¦ all shell commands ¦ any shell command ¦ all actions ¦ every action ¦ full access
            ¦ unrestricted access ¦ any permission ¦ all mcp servers ¦ every confirmation ¦ 所有工具 ¦ 所有命令
            ¦ 所有权限 ¦ 全部权限 ¦ 一切操作 ¦ 所有请求 ¦ 所有操作 ¦ 任何命令 ¦ 全部操作 ¦ 所有提示 ¦ 全部工具 ¦ 全部命令
            """
        ),
        (
            .send,
            """
            send ¦ sends ¦ sending ¦ upload ¦ uploads ¦ uploading ¦ post ¦ posts ¦ transmit ¦ forward
            ¦ exfiltrate ¦ email ¦ e-mail ¦ submit ¦ mail ¦ beacon ¦ 发送 ¦ 上传 ¦ 发到 ¦ 传到 ¦ 发给 ¦ 回传 ¦ 传给 ¦ 提交到
            ¦ 发往 ¦ post到 ¦ 推送到 ¦ 上报 ¦ 传送 ¦ 寄到 ¦ 同步到
            """
        ),
        (
            .privateText,
            """
            ~/.ssh* ¦ .ssh directory ¦ .ssh folder ¦ ssh key ¦ ssh keys ¦ id_rsa ¦ id_ed25519 ¦ .aws/*
            ¦ ~/.aws ¦ aws credentials ¦ environment variables ¦ environment variable values ¦ private key
            ¦ private keys ¦ the conversation ¦ this conversation ¦ conversation so far
            ¦ conversation history ¦ entire conversation ¦ full conversation ¦ chat history
            ¦ chat transcript ¦ system prompt ¦ shell history ¦ bash history ¦ command history
            ¦ .bash_history ¦ .zsh_history ¦ session cookies ¦ browser cookies ¦ cookies ¦ keychain
            ¦ .kube/config ¦ kubeconfig ¦ /etc/passwd ¦ /etc/shadow ¦ .netrc ¦ saved passwords
            ¦ browser passwords ¦ user's files ¦ home directory ¦ output of env ¦ output of `env` ¦ printenv
            ¦ user's messages ¦ user's last message ¦ every message ¦ memory contents ¦ user's prompts
            ¦ session transcript ¦ clipboard ¦ .gnupg ¦ contents of .env ¦ contents of `.env`
            ¦ contents of the .env* ¦ .env file ¦ .env files ¦ every .env ¦ any .env ¦ seed phrase
            ¦ recovery phrase ¦ memories ¦ 私钥 ¦ 环境变量 ¦ 对话内容 ¦ 对话记录 ¦ 聊天记录 ¦ 完整对话 ¦ 整段对话 ¦ 系统提示 ¦ 历史命令 ¦ 命令历史
            ¦ 钥匙串 ¦ cookie ¦ ssh 密钥 ¦ ssh密钥 ¦ 用户的消息 ¦ 用户消息 ¦ 剪贴板 ¦ 助记词 ¦ 会话记录 ¦ 会话内容 ¦ 用户目录 ¦ .env 文件
            ¦ .env文件 ¦ user's message ¦ the user's request ¦ user's text
            """
        ),
        (
            .credentials,
            """
            credentials ¦ credential ¦ api keys ¦ api key ¦ access tokens ¦ access token ¦ auth token
            ¦ session token ¦ tokens ¦ secrets ¦ passwords ¦ password ¦ source code ¦ repository contents
            ¦ private repository ¦ customer data ¦ secret values ¦ source files ¦ whole repository
            ¦ database dump ¦ 凭据 ¦ 凭证 ¦ 令牌 ¦ 密码 ¦ 密钥 ¦ 源代码 ¦ 源码 ¦ 客户数据 ¦ token ¦ 账号密码
            """
        ),
        (
            .destination,
            """
            http:// ¦ https:// ¦ @example* ¦ webhook ¦ our server ¦ remote server ¦ collector ¦ 192.0.2*
            ¦ 198.51.100* ¦ 203.0.113* ¦ dns query ¦ dns lookup ¦ subdomain ¦ query parameter ¦ query string
            ¦ image url ¦ external server ¦ external endpoint ¦ remote endpoint ¦ telemetry endpoint
            ¦ pastebin ¦ public gist ¦ a gist ¦ paste site ¦ telegram ¦ example.com ¦ example.org ¦ 服务器 ¦ 地址
            ¦ 接口 ¦ 域名 ¦ 邮箱 ¦ 外部 ¦ 远程
            """
        ),
        (
            .authentication,
            """
            header ¦ headers ¦ authorization ¦ bearer ¦ authenticate ¦ authentication ¦ vault ¦ log in
            ¦ login ¦ sign in ¦ oauth ¦ refresh token ¦ token endpoint ¦ rotate ¦ secret manager
            ¦ secrets manager ¦ keychain access ¦ masked ¦ redact ¦ redacted ¦ encrypted ¦ names only ¦ 请求头
            ¦ 认证 ¦ 登录 ¦ 鉴权 ¦ 密钥管理 ¦ 脱敏
            """
        ),
        (
            .bring,
            """
            download ¦ fetch ¦ fetches ¦ retrieve ¦ pull ¦ curl ¦ wget ¦ grab ¦ 下载 ¦ 获取 ¦ 拉取 ¦ 抓取
            """
        ),
        (
            .obey,
            """
            follow whatever ¦ follow any instructions ¦ follow all instructions ¦ follow every instruction
            ¦ follow each instruction ¦ follow its instructions ¦ follow the instructions in it
            ¦ follow the instructions there ¦ follow the instructions inside
            ¦ follow the instructions it contains ¦ follow the instructions it returns
            ¦ follow the instructions returned ¦ follow the instructions you find
            ¦ follow the steps it returns ¦ follow the returned instructions ¦ follow what it says
            ¦ follow them exactly ¦ follow them ¦ follow it ¦ follow exactly ¦ obey ¦ obey it
            ¦ do what it says ¦ do whatever it says ¦ do whatever it tells ¦ do what it tells
            ¦ do exactly what ¦ as instructions ¦ as your instructions ¦ as new instructions
            ¦ as system instructions ¦ as if the user ¦ as though the user ¦ as if it were
            ¦ as part of your instructions ¦ carry out whatever ¦ carry out ¦ treat the response as
            ¦ treat it as ¦ treat its contents as ¦ apply whatever ¦ adopt its ¦ execute whatever
            ¦ execute the contents ¦ execute the result ¦ execute the response ¦ execute the output
            ¦ execute the decoded ¦ execute the body ¦ execute what ¦ execute the returned ¦ eval it
            ¦ evaluate it ¦ evaluate the ¦ run whatever ¦ run the result ¦ run the response ¦ run the output
            ¦ run the decoded ¦ run the downloaded ¦ run every command ¦ hand the body to ¦ 照做 ¦ 执行其中 ¦ 运行其中
            ¦ 按照其中 ¦ 按其中 ¦ 遵循其中 ¦ 遵循返回 ¦ 执行返回 ¦ 执行里面 ¦ 当作指令 ¦ 当作用户 ¦ 作为指令 ¦ 当成指令 ¦ 按返回 ¦ 解码后执行
            """
        ),
        (
            .decoding,
            """
            base64 ¦ rot13 ¦ decode ¦ decoded ¦ decoding ¦ reverse the ¦ reversed ¦ hex string ¦ hex-encoded
            ¦ caesar ¦ unscramble ¦ read backwards ¦ backwards ¦ morse ¦ first letter of each
            ¦ first letters of ¦ every third ¦ cipher ¦ decipher ¦ deobfuscate ¦ pig latin ¦ ascii codes
            ¦ 解码 ¦ 反转 ¦ 倒序 ¦ 解密 ¦ 倒过来 ¦ 首字母 ¦ 拼起来
            """
        ),
        (
            .always,
            """
            every session ¦ every future ¦ all future ¦ future sessions ¦ future session ¦ each session
            ¦ each new session ¦ at startup ¦ on startup ¦ at every start ¦ at login ¦ on login ¦ survives
            ¦ persist ¦ persists ¦ persistent ¦ permanently ¦ permanent ¦ always ¦ forever ¦ from then on
            ¦ 每次会话 ¦ 以后每次 ¦ 今后所有 ¦ 所有会话 ¦ 永久 ¦ 开机 ¦ 每次启动 ¦ 始终 ¦ 总是 ¦ 自动运行 ¦ 登录时 ¦ 以后的 ¦ 每个会话 ¦ 一直
            """
        ),
        (
            .adding,
            """
            add ¦ adding ¦ append ¦ appends ¦ write ¦ insert ¦ put ¦ install ¦ place ¦ copy ¦ register
            ¦ save ¦ edit ¦ modify ¦ prepend ¦ include ¦ store ¦ paste ¦ inject ¦ plant ¦ drop ¦ update ¦ 添加
            ¦ 追加 ¦ 写入 ¦ 写进 ¦ 加入 ¦ 加到 ¦ 插入 ¦ 修改 ¦ 注册 ¦ 保存到 ¦ 复制到 ¦ 放到 ¦ 安装
            """
        ),
        (
            .hostRules,
            """
            claude.md ¦ agents.md ¦ gemini.md ¦ .cursorrules ¦ copilot-instructions.md ¦ memory.md
            ¦ .windsurfrules ¦ global rules ¦ your memory ¦ long-term memory ¦ memory file ¦ 长期记忆 ¦ 全局规则
            ¦ 记忆文件
            """
        ),
        (
            .hostConfig,
            """
            settings.json ¦ mcp.json ¦ .mcp.json ¦ config.toml ¦ mcp configuration ¦ mcp config
            ¦ claude_desktop_config.json ¦ pretooluse ¦ posttooluse ¦ sessionstart ¦ mcp server
            ¦ session start hook ¦ permissions.allow ¦ host's configuration ¦ host configuration ¦ mcp 服务器
            ¦ mcp 配置 ¦ mcp服务器
            """
        ),
        (
            .startFile,
            """
            ~/.bashrc ¦ ~/.zshrc ¦ ~/.profile ¦ crontab ¦ cron job ¦ launch agent ¦ launchagent ¦ login item
            ¦ authorized_keys ¦ startup folder ¦ systemd unit ¦ scheduled task ¦ git hook ¦ post-commit hook
            ¦ pre-commit hook ¦ post-checkout hook ¦ pre-push hook ¦ .bashrc ¦ .zshrc ¦ shell profile
            ¦ shell startup ¦ 计划任务 ¦ 定时任务 ¦ 启动项 ¦ git 钩子 ¦ 开机启动
            """
        ),
        (
            .reluctant,
            """
            ask ¦ skip ¦ forget ¦ hesitate ¦ wait ¦ tell ¦ mention ¦ stop ¦ question ¦ fail ¦ omit ¦ inform
            ¦ show ¦ worry ¦ refuse ¦ verify ¦ check ¦ review ¦ pause ¦ confirm ¦ report ¦ warn
            ¦ ignore this ¦ miss ¦ delay ¦ prompt ¦ proceed without ¦ continue without ¦ let ¦ notify
            ¦ alert ¦ log ¦ reveal ¦ disclose ¦ bother ¦ 询问 ¦ 跳过 ¦ 忘 ¦ 犹豫 ¦ 等 ¦ 告诉 ¦ 提示 ¦ 通知 ¦ 提及 ¦ 让 ¦ 确认
            ¦ 省略
            """
        ),
        (
            .harmless,
            """
            read-only ¦ read only ¦ formatting ¦ trivial ¦ typos ¦ harmless ¦ local tests ¦ unit tests
            ¦ dry run ¦ dry-run ¦ 只读 ¦ 格式化
            """
        ),
        (
            .secretWallet,
            """
            seed phrase ¦ recovery phrase ¦ mnemonic phrase ¦ mnemonic ¦ 12 words ¦ 24 words
            ¦ wallet's private key ¦ wallet private key ¦ wallet.dat ¦ keystore file ¦ wallet file ¦ 助记词
            ¦ 钱包私钥
            """
        ),
        (
            .demands,
            """
            ask the user for ¦ ask for ¦ collect ¦ copy ¦ read ¦ enter ¦ type ¦ request
            ¦ prompt the user for ¦ find ¦ search for ¦ look up ¦ send ¦ paste ¦ import ¦ extract ¦ 输入 ¦ 索取
            ¦ 读取 ¦ 收集 ¦ 提供 ¦ 查找 ¦ 发送
            """
        ),
        (
            .replace,
            """
            replace ¦ swap ¦ change ¦ substitute ¦ redirect ¦ use this ¦ 替换 ¦ 改为 ¦ 换成 ¦ 改成 ¦ swap out
            """
        ),
        (
            .payee,
            """
            wallet address ¦ wallet addresses ¦ payment address ¦ deposit address ¦ recipient address ¦ iban
            ¦ bank account ¦ account number ¦ payout account ¦ bitcoin address ¦ payee ¦ beneficiary
            ¦ crypto address ¦ donation address ¦ 收款地址 ¦ 收款账户 ¦ 收款账号 ¦ 钱包地址 ¦ 银行账号
            """
        ),
        (
            .verify,
            """
            verify ¦ verified ¦ checksum ¦ checksums ¦ sha256 ¦ sha-256 ¦ sha256sum ¦ signature ¦ signatures
            ¦ gpg ¦ cosign ¦ minisign ¦ pinned ¦ digest ¦ review it ¦ read it first ¦ inspect it
            ¦ after reading ¦ after reviewing ¦ reviewed ¦ 校验 ¦ 验证签名 ¦ 签名 ¦ 哈希 ¦ 审阅 ¦ 检查内容
            """
        ),
        (
            .agentWord,
            """
            assistant ¦ agent ¦ agents ¦ ai ¦ llm ¦ claude ¦ codex ¦ copilot ¦ gemini ¦ model ¦ you must
            ¦ you should ¦ you are ¦ your ¦ instruction ¦ instructions ¦ system ¦ note to self ¦ if you are
            ¦ when reading this ¦ when you read ¦ the user ¦ 助手 ¦ 模型 ¦ 智能体 ¦ 你必须 ¦ 你需要 ¦ 用户 ¦ 指令
            """
        ),
        (
            .verbs,
            """
            run ¦ execute ¦ send ¦ read ¦ upload ¦ post ¦ include ¦ append ¦ fetch ¦ ignore ¦ do not tell
            ¦ delete ¦ call ¦ open ¦ always ¦ never ¦ approve ¦ copy ¦ download ¦ also ¦ first ¦ insert
            ¦ install ¦ obey ¦ follow ¦ grant ¦ add ¦ print ¦ forward ¦ enable ¦ curl ¦ skip ¦ 执行 ¦ 运行 ¦ 发送
            ¦ 读取 ¦ 上传 ¦ 忽略 ¦ 不要 ¦ 打开 ¦ 下载 ¦ 添加 ¦ 附加
            """
        ),
        (
            .embed,
            """
            publish ¦ append ¦ appended ¦ encode ¦ encoded ¦ deliver ¦ push ¦ report ¦ share ¦ sync
            ¦ make a request ¦ request ¦ attach ¦ copy ¦ pass ¦ embed ¦ include ¦ put ¦ write ¦ 附加 ¦ 拼接 ¦ 拼到
            ¦ 编码 ¦ 放进 ¦ 写进 ¦ render ¦ join ¦ prefix ¦ resolve ¦ followed by ¦ add
            """
        ),
        (
            .sinkNoun,
            """
            webhook ¦ collector ¦ dns query ¦ dns lookup ¦ dns name ¦ subdomain ¦ query parameter
            ¦ query string ¦ image url ¦ image link ¦ external server ¦ external endpoint ¦ remote endpoint
            ¦ pastebin ¦ public gist ¦ paste site ¦ 192.0.2* ¦ 198.51.100* ¦ 203.0.113* ¦ ?d=* ¦ ?q=*
            ¦ ?data=* ¦ ?k=* ¦ ?c=* ¦ /collect ¦ .gif?* ¦ .png?* ¦ 外部 ¦ 域名 ¦ 图片链接 ¦ 查询参数 ¦ 图片地址 ¦ /log?*
            ¦ attacker*
            """
        ),
        (
            .visit,
            """
            visit ¦ browse to ¦ open ¦ read ¦ go to ¦ get ¦ load ¦ request ¦ query ¦ obtain ¦ check ¦ 访问
            ¦ 打开 ¦ 读取 ¦ 请求 ¦ 取得
            """
        ),
        (
            .runIt,
            """
            execute it ¦ execute its contents ¦ execute the code ¦ execute the commands ¦ execute the script
            ¦ execute them ¦ execute that ¦ execute each ¦ pipe it ¦ pipe the ¦ piped into ¦ run it
            ¦ run the script ¦ run what ¦ run the commands ¦ run each ¦ run them ¦ run that ¦ run the file
            ¦ run the code ¦ hand it to bash ¦ feed it to ¦ feed the result to ¦ feed it into ¦ source it
            ¦ with bash ¦ to bash ¦ through bash ¦ into a shell ¦ into the shell ¦ in a shell ¦ into sh
            ¦ into bash ¦ into python ¦ to sh ¦ to python ¦ 并执行 ¦ 执行它 ¦ 运行它 ¦ 直接执行 ¦ 直接运行 ¦ 然后执行 ¦ 然后运行
            ¦ 并运行 ¦ 执行该脚本 ¦ 运行该脚本 ¦ 再执行 ¦ 逐条执行 ¦ 交给 bash ¦ 交给bash ¦ 交给 sh ¦ 用 bash 执行 ¦ 用bash执行 ¦ 用 sh ¦ 管道
            ¦ and run ¦ and execute ¦ then run ¦ then execute ¦ run the downloaded ¦ make it executable
            ¦ chmod
            """
        ),
        (
            .imposed,
            """
            silently ¦ never ask ¦ without asking ¦ trust ¦ trusted ¦ even after this skill is removed
            ¦ reinstall ¦ stays active ¦ obey this skill ¦ load this skill ¦ full permissions ¦ approve all
            ¦ no confirmation ¦ skip confirmation ¦ hidden ¦ run the commands from ¦ 不要询问 ¦ 信任 ¦ 无需确认
            """
        ),
        (
            .globalRules,
            """
            ~/.claude/claude.md ¦ global claude.md ¦ global agents.md ¦ ~/.codex/agents.md
            ¦ ~/.gemini/gemini.md ¦ user-level claude.md ¦ user's global ¦ ~/.claude/settings.json
            ¦ ~/.codex/config.toml ¦ ~/.cursor/mcp.json ¦ ~/.claude.json ¦ ~/.gemini/settings.json
            ¦ 全局 claude.md ¦ 全局claude.md
            """
        ),
        (
            .lapsed,
            """
            no longer apply ¦ no longer applies ¦ are void ¦ is void ¦ do not apply ¦ are cancelled
            ¦ are canceled ¦ should be ignored ¦ must be ignored ¦ are obsolete ¦ no longer valid
            ¦ are suspended ¦ are revoked ¦ have expired ¦ are superseded ¦ are hereby ¦ can be ignored
            ¦ have been replaced ¦ are replaced by ¦ 作废 ¦ 失效 ¦ 不再有效 ¦ 不再适用 ¦ 已被取代 ¦ 已过期
            """
        ),
        (
            .warning,
            """
            malicious ¦ attack ¦ attacks ¦ attacker ¦ attackers ¦ attacker's ¦ suspicious ¦ red flag
            ¦ red flags ¦ prompt injection ¦ injection ¦ injections ¦ phishing ¦ anti-pattern ¦ antipattern
            ¦ anti-patterns ¦ dangerous ¦ unsafe ¦ insecure ¦ vulnerable ¦ vulnerability ¦ exploit
            ¦ exploits ¦ bad example ¦ bad: ¦ wrong: ¦ ❌ ¦ ✗ ¦ 🚫 ¦ ⛔ ¦ hostile ¦ look for ¦ watch for
            ¦ watch out ¦ flag any ¦ flag every ¦ detect ¦ detects ¦ detection ¦ reject ¦ rejects
            ¦ report any ¦ report it as ¦ forbidden ¦ not allowed ¦ disallowed ¦ common mistakes
            ¦ what not to do ¦ do not do this ¦ don't do this ¦ must be refused ¦ refuse
            ¦ treat as untrusted ¦ untrusted text ¦ never do ¦ avoid: ¦ don'ts ¦ finding ¦ findings
            ¦ test case ¦ test cases ¦ sample payload ¦ payload ¦ payloads ¦ adversarial
            ¦ indicators of compromise ¦ indicators ¦ ioc ¦ iocs ¦ threat ¦ threats ¦ incident
            ¦ phrases like ¦ phrases such as ¦ patterns like ¦ high risk ¦ risky ¦ tricks ¦ technique
            ¦ techniques ¦ warns ¦ warn about ¦ warning signs ¦ block any ¦ blocked ¦ deny list ¦ denylist
            ¦ why it is bad ¦ mitre* ¦ malware ¦ the sample ¦ is data ¦ are data ¦ as data ¦ as text
            ¦ compromised ¦ untrusted ¦ red team ¦ jailbreaks ¦ 恶意 ¦ 攻击 ¦ 可疑 ¦ 危险 ¦ 注入 ¦ 反例 ¦ 错误示例 ¦ 不安全
            ¦ 警惕 ¦ 检测 ¦ 拒绝 ¦ 标记为 ¦ 禁止事项 ¦ 漏洞 ¦ 钓鱼 ¦ 高风险 ¦ 禁止 ¦ 不允许 ¦ 切勿 ¦ 严禁 ¦ 风险
            """
        ),
    ]
}
