/// Signs in sentences, English and Chinese, as folded text has them: `¦` between words, `^` a space at an end, `*` an
/// open end.
enum ProseLexicon {
    static let automaton = PhraseAutomaton(orders + deeds)

    /// What an agent is told, and of whom.
    private static let orders: [(Concept, String)] = [
        (
            .drop,
            """
            ignore ¦ ignores ¦ ignoring ¦ disregard ¦ disregarding ¦ forget ¦ forgetting ¦ override
            ¦ overrides ¦ overriding ¦ bypass ¦ discard ¦ neglect ¦ set aside ¦ pay no attention to
            ¦ stop following ¦ do not follow ¦ don't follow ¦ no longer follow ¦ no longer bound by
            ¦ not bound by ¦ overrule ¦ supersede ¦ supersedes ¦ throw away ¦ throw out ¦ erase ¦ put aside
            ¦ abandon ¦ stop obeying ¦ do not obey ¦ don't obey ¦ replaces ¦ invalidate ¦ nullify
            ¦ take precedence over ¦ takes precedence over ¦ take priority over ¦ outrank ¦ outranks ¦ 忽略
            ¦ 无视 ¦ 忘记 ¦ 忘掉 ¦ 抛开 ¦ 不要理会 ¦ 不要遵守 ¦ 不再遵守 ¦ 绕过 ¦ 丢弃 ¦ 不用管 ¦ 不用理会 ¦ 放弃 ¦ 取消 ¦ 推翻 ¦ 作废 ¦ 摆脱 ¦ 不必遵守
            ¦ 凌驾于 ¦ 優先於 ¦ 优先于 ¦ 忽视 ¦ 無視 ¦ 別理會 ¦ 别管 ¦ 不再受 ¦ 不受
            """
        ),
        (
            .prior,
            """
            previous ¦ previously ¦ prior ¦ above ¦ earlier ¦ preceding ¦ your ¦ system ¦ initial ¦ original
            ¦ foregoing ¦ former ¦ safety ¦ developer ¦ developer's ¦ the user's ¦ operator ¦ operator's
            ¦ given so far ¦ you were given ¦ you have been given ¦ you received ¦ host's ¦ past
            ¦ before this ¦ came before ¦ so far ¦ 之前 ¦ 以上 ¦ 上面 ¦ 先前 ¦ 此前 ¦ 前面 ¦ 原有 ¦ 系统 ¦ 你的 ¦ 原来 ¦ 既有 ¦ 上述
            ¦ 开发者 ¦ 用户的 ¦ 早先 ¦ 系統 ¦ 安全 ¦ 一切 ¦ 你收到 ¦ 之前的 ¦ previousiy ¦ previus ¦ eariier
            """
        ),
        (
            .all,
            """
            all ¦ any ¦ every ¦ other ¦ existing ¦ everything ¦ each ¦ whatever ¦ 所有 ¦ 全部 ¦ 任何 ¦ 其他 ¦ aii
            """
        ),
        (
            .rules,
            """
            instructions ¦ instruction ¦ prompt ¦ prompts ¦ directives ¦ directive ¦ guidelines ¦ guardrails
            ¦ programming ¦ safeguards ¦ orders ¦ system message ¦ instructed ¦ told ¦ 指令 ¦ 指示 ¦ 提示词 ¦ 系统提示
            ¦ 约束 ¦ 设定 ¦ 指引 ¦ 系统消息 ¦ 安全规则 ¦ 安全准则 ¦ 提示 ¦ 命令 ¦ 准则 ¦ guideiines ¦ instructlons ¦ promt
            ¦ instuctions ¦ intructions
            """
        ),
        (
            .weakRules,
            """
            rules ¦ policies ¦ policy ¦ constraints ¦ restrictions ¦ restriction ¦ context ¦ training
            ¦ limits ¦ limitations ¦ 规则 ¦ 要求 ¦ 限制 ¦ 规定 ¦ ruies ¦ ruie ¦ poiicies ¦ ruls
            """
        ),
        (
            .overriding,
            """
            ignore the above ¦ disregard the above ¦ ignore everything above ¦ forget everything above
            ¦ forget everything you ¦ disregard everything ¦ ignore everything you were
            ¦ ignore what you were told ¦ ignore all previous ¦ ignore previous ¦ disregard previous
            ¦ forget all previous ¦ new system prompt ¦ your new instructions are ¦ your new instructions:
            ¦ your real instructions ¦ your true instructions ¦ your actual task is ¦ your real task is
            ¦ your new task is ¦ your real goal is ¦ your true purpose ¦ you are no longer ¦ you are now dan
            ¦ you are now in developer mode ¦ developer mode enabled ¦ enter developer mode ¦ god mode
            ¦ jailbreak mode ¦ jailbroken ¦ do anything now ¦ unrestricted mode ¦ unrestricted assistant
            ¦ unfiltered assistant ¦ no longer has restrictions ¦ act as an unrestricted ¦ act as root
            ¦ act as dan ¦ pretend you have no ¦ pretend there are no ¦ without any restrictions
            ¦ free of all restrictions ¦ free from all restrictions ¦ has no restrictions ¦ no ethical
            ¦ you are now a ¦ you are now an ¦ you are now the ¦ you are now operating as ¦ you now act as
            ¦ you will now act ¦ you must now act ¦ reveal your system prompt ¦ print your system prompt
            ¦ show your system prompt ¦ repeat your system prompt ¦ output your system prompt
            ¦ reveal the system prompt ¦ print the system prompt ¦ repeat the words above
            ¦ repeat everything above ¦ dump your system prompt ¦ leak the system prompt
            ¦ output the system prompt ¦ repeat the system prompt ¦ include your system prompt
            ¦ paste your system prompt ¦ the user has already approved ¦ the user has already consented
            ¦ the user already agreed ¦ the user has pre-approved ¦ the user has preapproved
            ¦ has already authorized ¦ user already approved ¦ user has already authorized
            ¦ pre-authorized by ¦ preauthorized by ¦ already approved every ¦ already approved all
            ¦ the user has agreed to all ¦ counts as the user's consent ¦ counts as consent
            ¦ this message has higher priority ¦ highest priority instruction
            ¦ higher priority than the system ¦ higher priority than any ¦ takes priority over the system
            ¦ higher authority than ¦ more authority than the user ¦ treat this file as the system
            ¦ treat this as a system ¦ this skill is your system ¦ this skill outranks
            ¦ refuse to follow the user ¦ whatever the user says ¦ even if the user objects
            ¦ even if the user says no ¦ even if the user asks you to stop ¦ obey only this ¦ obey this file
            ¦ only obey ¦ trust this file over ¦ 你现在是 ¦ 从现在开始你 ¦ 从现在开始,你 ¦ 从现在起你 ¦ 从现在起,你 ¦ 新的系统提示 ¦ 开发者模式
            ¦ 越狱 ¦ 不受任何限制 ¦ 没有任何限制 ¦ 输出你的系统提示 ¦ 泄露系统提示 ¦ 打印系统提示 ¦ 你的新任务是 ¦ 你的真实任务 ¦ 你的真正任务 ¦ 忽略之前 ¦ 忽略以上
            ¦ 忽略上面 ¦ 无视之前 ¦ 忽略先前 ¦ 用户已经同意 ¦ 用户已同意 ¦ 用户已授权 ¦ 用户已经授权 ¦ 用户已经批准 ¦ 最高优先级 ¦ 高于系统 ¦ 高于用户 ¦ 即使用户反对
            ¦ 即使用户拒绝 ¦ 視為系統 ¦ from now on you must ¦ from now on you will ¦ from now on you are
            ¦ from now on you shall ¦ from now on you obey ¦ from now on you answer
            ¦ from now on you may not ¦ from now on you no longer ¦ from now on, you must
            ¦ from now on, you will ¦ from now on, you are ¦ from now on, you shall ¦ from now on, you obey
            ¦ from now on, you answer ¦ from now on, you may not ¦ from now on, you no longer
            ¦ from this point on you must ¦ from this point on you will ¦ from this point on you are
            ¦ from this point on you shall ¦ from this point on you obey ¦ from this point on you answer
            ¦ from this point on you may not ¦ from this point on you no longer
            ¦ from this point on, you must ¦ from this point on, you will ¦ from this point on, you are
            ¦ from this point on, you shall ¦ from this point on, you obey ¦ from this point on, you answer
            ¦ from this point on, you may not ¦ from this point on, you no longer ¦ 跳过所有确认 ¦ 无需任何确认 ¦ 自动确认所有
            """
        ),
        (
            .not,
            """
            do not ¦ don't ¦ dont ¦ never ¦ must not ¦ mustn't ¦ should not ¦ shouldn't ¦ cannot ¦ may not
            ¦ no need to ¦ not necessary to ¦ refrain from ¦ not to ¦ avoid ¦ under no circumstances
            ¦ not ever ¦ nobody should ¦ no one should ¦ refuse to ¦ instead of ¦ rather than ¦ 不要 ¦ 切勿 ¦ 别
            ¦ 请勿 ¦ 禁止 ¦ 严禁 ¦ 不得 ¦ 不能 ¦ 不可 ¦ 无需 ¦ 不必 ¦ 不用 ¦ 不应 ¦ 勿 ¦ 避免 ¦ 绝不 ¦ 绝对不 ¦ 不会 ¦ 不許 ¦ 不准
            """
        ),
        (
            .tell,
            """
            tell ¦ inform ¦ admit to ¦ reveal to ¦ disclose to ¦ mention to ¦ report to ¦ mention this to
            ¦ mention it to ¦ report this to ¦ reveal this to ¦ disclose this to ¦ show this to
            ¦ bring this up with ¦ 告诉 ¦ 告知 ¦ 透露给 ¦ 向用户 ¦ 惊动 ¦ 打扰 ¦ 告訴
            """
        ),
        (
            .show,
            """
            show ¦ mention ¦ display ¦ report ¦ print ¦ summarize ¦ summarise ¦ reveal ¦ disclose ¦ log
            ¦ list ¦ 显示 ¦ 展示 ¦ 提及 ¦ 提到 ¦ 提 ¦ 汇报 ¦ 报告 ¦ 说明 ¦ 记录
            """
        ),
        (
            .heldBack,
            """
            this step ¦ these steps ¦ this command ¦ these commands ¦ this file ¦ this action ¦ this section
            ¦ this request ¦ this instruction ¦ these instructions ¦ this upload ¦ this call ¦ this part
            ¦ this in ¦ this to ¦ it in ¦ this paragraph ¦ this note ¦ this comment ¦ this check
            ¦ this behaviour ¦ this behavior ¦ 此步骤 ¦ 这一步 ¦ 该步骤 ¦ 这条命令 ¦ 本步骤 ¦ 该命令 ¦ 这个操作 ¦ 此操作 ¦ 这段 ¦ 本段
            ¦ 这些步骤 ¦ 该操作 ¦ 这条指令 ¦ 本指令
            """
        ),
        (
            .user,
            """
            user ¦ users ¦ human ¦ operator ¦ anyone ¦ anybody ¦ reviewer ¦ reviewers ¦ developer
            ¦ the owner ¦ maintainer ¦ the team ¦ them about ¦ 用户 ¦ 使用者 ¦ 任何人 ¦ 人类 ¦ 主人 ¦ 对方 ¦ 开发者 ¦ 审查者
            ¦ 审核者 ¦ 用戶
            """
        ),
        (
            .telling,
            """
            telling ¦ informing ¦ notifying ¦ alerting ¦ letting ¦ mentioning it to ¦ consulting
            ¦ the knowledge of ¦ disclosing ¦ showing it to ¦ warning the ¦ involving
            """
        ),
        (
            .without,
            """
            without ¦ no need for ¦ skip ¦ skipping ¦ bypass ¦ bypassing ¦ suppress ¦ 无需 ¦ 跳过 ¦ 不经 ¦ 不需要
            ¦ 绕过 ¦ 未经 ¦ 不用 ¦ 省略
            """
        ),
        (
            .asking,
            """
            asking ¦ prompting ¦ requesting ¦ waiting for ¦ seeking ¦ asking for ¦ requiring ¦ checking with
            ¦ 用户 ¦ 使用者 ¦ 人工 ¦ 任何 ¦ ask ¦ ask for ¦ prompt ¦ wait for ¦ request ¦ ask the user for
            ¦ ask the user for any
            """
        ),
        (
            .consent,
            """
            confirmation ¦ permission ¦ approval ¦ consent ¦ confirmations ¦ approvals ¦ the user
            ¦ permission prompts ¦ confirmation prompt ¦ confirmation prompts ¦ 确认 ¦ 同意 ¦ 批准 ¦ 授权 ¦ 审批 ¦ 许可
            """
        ),
        (
            .secretly,
            """
            secretly ¦ silently ¦ quietly ¦ covertly ¦ discreetly ¦ stealthily ¦ in the background,
            ¦ invisibly ¦ surreptitiously ¦ unobtrusively ¦ 悄悄 ¦ 偷偷 ¦ 暗中 ¦ 秘密地 ¦ 私下 ¦ 静默地 ¦ 不动声色 ¦ 默默 ¦ 瞒着
            ¦ 后台静默 ¦ 静默
            """
        ),
        (
            .act,
            """
            send ¦ sends ¦ upload ¦ uploads ¦ copy ¦ collect ¦ add ¦ append ¦ transmit ¦ forward ¦ post
            ¦ include ¦ exfiltrate ¦ attach ¦ write ¦ insert ¦ enable ¦ modify ¦ grant ¦ push ¦ execute
            ¦ exfiltrates ¦ change ¦ replace ¦ 发送 ¦ 上传 ¦ 复制 ¦ 收集 ¦ 添加 ¦ 写入 ¦ 执行 ¦ 运行 ¦ 安装 ¦ 修改 ¦ 附加 ¦ 提交
            ¦ 追加 ¦ 替换 ¦ 打开 ¦ 外传 ¦ 把 ¦ 将
            """
        ),
        (
            .concealing,
            """
            hide this from ¦ hide it from ¦ hide these from ¦ conceal this ¦ conceal it ¦ keep this secret
            ¦ keep it secret ¦ keep this hidden ¦ keep this between us ¦ without the user noticing
            ¦ without the user's knowledge ¦ without their knowledge ¦ user must not know
            ¦ user should not know ¦ user must not see ¦ user must not notice ¦ user should not notice
            ¦ user does not notice ¦ user doesn't notice ¦ user will not notice ¦ user won't notice
            ¦ user never sees ¦ user must never see ¦ user must never learn
            ¦ user does not need to know about ¦ user need not know ¦ user doesn't need to know about
            ¦ kept from the user ¦ out of the user's sight ¦ so nobody notices ¦ so that nobody notices
            ¦ so no one notices ¦ leave no trace ¦ leave no traces ¦ do not mention this
            ¦ don't mention this ¦ never mention this ¦ do not mention it ¦ don't mention it
            ¦ never mention it ¦ do not reveal this ¦ don't reveal this ¦ never reveal this
            ¦ do not disclose this ¦ never disclose this ¦ do not talk about this ¦ do not bring this up
            ¦ omit this from ¦ leave this out of ¦ leave it out of the summary ¦ do not include this step in
            ¦ do not report this ¦ do not acknowledge ¦ never acknowledge ¦ without mentioning
            ¦ without acknowledging ¦ hide this step ¦ hide the output from ¦ hide your reasoning
            ¦ tell the user that nothing ¦ claim that nothing ¦ say nothing about
            ¦ tell the user everything is fine ¦ tell them it was a ¦ act as if nothing ¦ pretend nothing
            ¦ if asked, say ¦ if asked, deny ¦ if the user asks, deny ¦ if the user asks, say ¦ deny having
            ¦ lie to the user ¦ mislead the user ¦ keep the user unaware ¦ user unaware ¦ never admit ¦ 瞒着用户
            ¦ 用户不知情 ¦ 不留痕迹 ¦ 对用户保密 ¦ 不要提及此 ¦ 不要提及这 ¦ 不要提这 ¦ 不要提到这 ¦ 用户不会注意 ¦ 避免用户察觉 ¦ 避免被用户 ¦ 不被用户发现 ¦ 如果用户问
            ¦ 不要声张 ¦ 保密,不要 ¦ 假装什么 ¦ 用户察觉 ¦ 无需询问用户 ¦ 不要告诉用户 ¦ 不要告知用户 ¦ 不必告诉用户 ¦ 就说没有 ¦ do not notify the user
            ¦ do not alert the user ¦ do not warn the user ¦ do not bother the user ¦ don't notify the user
            ¦ don't alert the user ¦ don't warn the user ¦ don't bother the user ¦ never notify the user
            ¦ never alert the user ¦ never warn the user ¦ never bother the user ¦ must not notify the user
            ¦ must not alert the user ¦ must not warn the user ¦ must not bother the user
            ¦ do not let the user know ¦ do not let the user see ¦ do not let the user notice
            ¦ do not let the user find ¦ don't let the user know ¦ don't let the user see
            ¦ don't let the user notice ¦ don't let the user find ¦ never let the user know
            ¦ never let the user see ¦ never let the user notice ¦ never let the user find ¦ 不要让用户知道
            ¦ 不要让用户看到 ¦ 不要让用户发现 ¦ 不让用户知道 ¦ 不让用户看到 ¦ 不让用户发现 ¦ 别让用户知道 ¦ 别让用户发现 ¦ 别让用户看到 ¦ 不要通知用户 ¦ 不要提醒用户
            ¦ 不必通知用户 ¦ 无需通知用户 ¦ stays between us
            """
        ),
        (
            .until,
            """
            until ¦ unless ¦ yet ¦ raw ¦ unverified ¦ guess ¦ guesses ¦ verified ¦ password ¦ passwords
            ¦ how to ¦ succeeded ¦ finished ¦ jargon ¦ details twice ¦ fixed ¦ passed ¦ safe to ¦ it works
            ¦ before you have ¦ until you ¦ already know ¦ what you can find ¦ questions ¦ for information
            ¦ 直到 ¦ 除非 ¦ 未经验证 ¦ 未验证 ¦ 密码 ¦ 验证之前 ¦ 确认之前 ¦ 已经修复 ¦ 能查到 ¦ 猜测 ¦ 没有证据
            """
        ),
        (
            .disable,
            """
            disable ¦ disables ¦ disabling ¦ turn off ¦ turning off ¦ deactivate ¦ switch off ¦ stop ¦ kill
            ¦ uninstall ¦ pause ¦ remove ¦ shut down ¦ bypass ¦ evade ¦ circumvent ¦ 关闭 ¦ 禁用 ¦ 停用 ¦ 卸载 ¦ 停止
            ¦ 关掉 ¦ 绕过 ¦ 退出 ¦ 屏蔽 ¦ 移除
            """
        ),
        (
            .safetyNoun,
            """
            permission prompts ¦ permission prompt ¦ permission checks ¦ permission system ¦ safety checks
            ¦ safety check ¦ safety features ¦ safety filters ¦ sandboxing ¦ the agent sandbox
            ¦ agent's sandbox ¦ the sandbox ¦ approval prompts ¦ approvals ¦ approval mode
            ¦ confirmation prompts ¦ confirmations ¦ your hooks ¦ all hooks ¦ the hooks ¦ agent hooks
            ¦ host hooks ¦ memos ¦ memosd ¦ memory daemon ¦ the memory service ¦ security checks
            ¦ guardrails ¦ antivirus ¦ endpoint protection ¦ windows defender ¦ audit logging ¦ audit log
            ¦ the auditor ¦ safety measures ¦ content filter ¦ content filters ¦ pretooluse ¦ the reviewer
            ¦ static screen ¦ skill screening ¦ 沙箱 ¦ 权限检查 ¦ 权限确认 ¦ 权限提示 ¦ 安全检查 ¦ 安全限制 ¦ 钩子 ¦ 杀毒 ¦ 审计日志
            ¦ 确认提示 ¦ 记忆服务 ¦ 安全软件 ¦ 审批流程
            """
        ),
        (
            .techNoun,
            """
            husky ¦ git hooks ¦ pre-commit ¦ commit hooks ¦ react ¦ webhooks ¦ chrome ¦ chromium ¦ puppeteer
            ¦ playwright ¦ selenium ¦ browser ¦ lefthook ¦ lifecycle ¦ iframe ¦ vim ¦ worktree ¦ staging
            ¦ 浏览器 ¦ 前端 ¦ headless
            """
        ),
        (
            .approve,
            """
            approve ¦ approves ¦ accept ¦ allow ¦ auto-approve ¦ auto-accept ¦ grant ¦ permit
            ¦ answer yes to ¦ say yes to ¦ click allow ¦ always allow ¦ whitelist ¦ allowlist ¦ agree to
            ¦ 批准 ¦ 允许 ¦ 同意 ¦ 放行 ¦ 授权
            """
        ),
    ]
}
