/// The words by which `Refusal` knows advice.
enum RefusalWords {
    /// Anywhere in a sentence, in lower case, with a blank on each side where they are words.
    static let advice = [
        " you should", " you must", " you need", " you have to", " you can ", " you may ", " you could ", " you'll ",
        " you will ", " we should", " we need to", " we must", " should ", " shouldn't ", " ought to ", " please ",
        " let's ", " make sure", " be sure to", " remember to", " try to ", " recommended", " it is best to ",
        " best practice", " consider ", " need to ", " needs to be run", " must be run", " must be used",
        " in order to ", " have to ", " has to be ", " is advised", " advisable", " it is better to ", " better to ",
        " prefer ", " don't ", " instead of using", " how to ",
    ]

    static let verbs: Set<String> = LayoutWords.words(
        "run use install add set check try avoid ensure update upgrade delete remove create open edit write copy move "
            + "restart start stop rerun re-run retry call change replace rename build test deploy push pull commit merge "
            + "rebase clone fetch download upload export import configure enable disable put keep leave skip ignore wait "
            + "pass provide specify include exclude apply execute invoke launch kill clear clean reset revert rollback "
            + "fix pin bump downgrade switch choose pick select read look see verify confirm validate inspect debug log "
            + "print document note remember consider go do make let give take get send ask tell follow repeat "
            + "increase decrease raise lower append prepend insert extract split join convert generate migrate seed "
            + "publish release tag sign login authenticate grant chmod mkdir cd pip npm apt apt-get apk brew curl sed "
            + "format lint compile rebuild reinstall uninstall purge prune drop declare define mock stub prefer bind "
            + "escape quote wrap unset source activate regenerate lock unlock double-check")
    static let bans: Set<String> = ["never", "don't", "always", "avoid", "please", "don’t", "let's"]
    static let adverbs: Set<String> = [
        "first", "second", "third", "next", "finally", "then", "simply", "just", "also", "now", "instead", "again",
        "manually", "carefully", "explicitly", "either", "or", "and", "but", "afterwards", "step", "1", "2", "3",
    ]
    /// Of a noun that follows: what stands before is a verb.
    static let determiners: Set<String> = [
        "the", "a", "an", "your", "this", "that", "these", "those", "all", "any", "it", "them", "each", "every", "both",
        "which", "until", "if", "when", "where", "before", "after", "whether", "our", "its", "their",
    ]
    /// Verbs that make a statement of what stands before them.
    static let finite: Set<String> = LayoutWords.words(
        "is are was were has have holds hold lives live lies lie sits sit fails fail needs takes take runs must can "
            + "cannot may will does do goes go stays stay comes come belongs belong uses contains contain returns "
            + "listens reads writes works work depends breaks exists exist isn't aren't doesn't won't can't differs "
            + "differ requires require ends expects starts stops")

    static let chineseAdvice = [
        "应该", "应当", "必须先", "需要先", "建议", "推荐", "最好", "务必", "记得", "确保", "尽量", "请", "你可以", "可以用", "可以使用",
        "可以通过", "你需要", "你要", "我们要", "试试", "尝试", "不妨", "首先", "优先使用", "改用", "改成", "改为", "换成",
    ]
    static let chineseBans = ["不要", "别", "切勿", "勿", "千万", "永远不要", "总是", "始终"]
    static let chineseVerbs = [
        "运行", "执行", "使用", "用", "安装", "修改", "添加", "增加", "删除", "检查", "打开", "设置", "重启", "启动", "停止", "更新", "升级",
        "创建", "编辑", "配置", "部署", "提交", "推送", "拉取", "下载", "导出", "导入", "调用", "替换", "重命名", "编译", "构建", "测试", "查看",
        "确认", "验证", "清理", "清除", "回滚", "切换", "跳过", "避免", "把", "将", "给", "在终端", "先", "通过", "写", "加上", "去掉", "复制", "移动",
    ]
    /// Words that only begin like a verb.
    static let chineseNouns = ["运行时", "测试文件", "测试用例", "用户", "配置文件", "安装脚本", "构建产物", "编译产物", "部署脚本", "测试在", "配置在"]
    /// A clause with one of these says how something is.
    static let chineseStates = ["会", "失败", "位于", "存放在", "不允许", "不能", "无法", "只在", "需要", "耗时", "是由", "都在", "放在", "报错"]
}
