/// Words about names of people, as data.
enum NameWords {
    /// What stands before a colon and is nobody: roles, levels of logs, headings, and words that begin sentences.
    static let notNames: [String] = [
        "a", "about", "abstract", "according", "action", "actions", "actual", "advantages", "agenda", "agent", "ai",
        "all", "also", "an", "analysis", "and", "answer", "answers", "api", "approach", "apr", "april", "article", "as",
        "assistant", "at", "aug", "august", "author", "backend", "background", "benefits", "bot", "budget", "bug",
        "but",
        "by", "caption", "category", "caused", "cc", "challenge", "challenges", "change", "changes", "chapter", "code",
        "command", "comment", "comments", "commit", "components", "conclusion", "config", "considerations", "contact",
        "content", "context", "cost", "critical", "data", "database", "date", "day", "deadline", "debug", "dec",
        "december", "decision", "default", "definition", "description", "design", "details", "developer",
        "disadvantages",
        "disclaimer", "document", "documentation", "done", "due", "duration", "edit", "email", "end", "environment",
        "err", "error", "errors", "example", "examples", "exception", "expected", "explanation", "fact", "facts",
        "fatal", "feature", "features", "feb", "february", "feedback", "field", "file", "files", "final", "first",
        "fix", "fixme", "focus", "following", "for", "format", "fri", "friday", "from", "frontend", "function", "fwd",
        "goal", "goals", "guide", "heading", "header", "headers", "help", "here", "hint", "history", "how", "human",
        "i",
        "idea", "ideas", "if", "image", "important", "in", "info", "input", "installation", "instruction",
        "instructions", "introduction", "is", "issue", "issues", "it", "item", "items", "jan", "january", "jul", "july",
        "jun", "june", "key", "keywords", "labels", "language", "last", "lesson", "level", "limitations", "line",
        "link",
        "links", "list", "location", "log", "logs", "main", "mar", "march", "may", "memory", "message", "messages",
        "method", "methods", "milestone", "milestones", "model", "module", "mon", "monday", "month", "my", "name",
        "names", "new", "next", "no", "not", "note", "notes", "notice", "nov", "november", "now", "number", "objective",
        "objectives", "observation", "oct", "october", "of", "okay", "on", "one", "option", "options", "or", "order",
        "other", "our", "outcome", "outline", "output", "outputs", "overview", "page", "panic", "parameters", "part",
        "path", "phase", "phone", "place", "plan", "plans", "please", "point", "points", "possible", "prerequisites",
        "price", "priority", "problem", "problems", "process", "project", "prompt", "pros", "cons", "ps", "purpose",
        "question", "questions", "quote", "rationale", "re", "read", "reason", "reasons", "recap", "recommendation",
        "recommendations", "reference", "references", "related", "remember", "reminder", "reply", "report", "request",
        "requirement", "requirements", "resource", "resources", "response", "result", "results", "return", "returns",
        "review", "role", "rule", "rules", "sample", "sat", "saturday", "scenario", "schedule", "scope", "search",
        "second", "section", "security", "see", "sep", "sept", "september", "session", "setting", "settings", "setup",
        "severe", "similarly", "skills", "so", "solution", "solutions", "some", "source", "sources", "sprint", "start",
        "state", "status", "step", "steps", "strategy", "structure", "style", "subject", "subtotal", "success",
        "suggestion", "suggestions", "summary", "sun", "sunday", "system", "table", "tags", "target", "task", "tasks",
        "technologies", "test", "tests", "text", "that", "the", "then", "there", "these", "they", "thinking", "this",
        "thought", "thread", "three", "thu", "thursday", "time", "timeline", "tip", "tips", "title", "to", "today",
        "todo", "tomorrow", "tool", "tools", "topic", "topics", "total", "trace", "traceback", "translation", "tue",
        "tuesday", "two", "type", "types", "unexpected", "unit", "update", "updates", "url", "usage", "use", "user",
        "users", "value", "values", "variables", "verbose", "version", "via", "warn", "warning", "warnings", "wed",
        "wednesday", "week", "weeks", "what", "when", "where", "which", "who", "why", "with", "work", "year", "yes",
        "yesterday", "you", "your",
    ]

    /// The same of Chinese: what a name neither is nor begins with, whole words of two characters and more.
    static let notHanNames: Set<String> = [
        "主题", "事项", "优势", "优点", "作者", "例如", "例子", "例句", "内容", "分析", "助手", "注", "注意", "原因", "参考", "后果",
        "回复", "回答", "图片", "地点", "地址", "备注", "定义", "实现", "对比", "小结", "工具", "建议", "开始", "总结", "成功", "技巧",
        "提示", "提醒", "摘要", "操作", "效果", "方案", "方法", "日期", "时间", "更新", "来源", "步骤", "比如", "注释", "理由", "用户",
        "电话", "目标", "目的", "示例", "答", "答案", "系统", "结果", "结论", "缺点", "背景", "补充", "要求", "规则", "警告", "计划",
        "计算", "解决", "解析", "解释", "证明", "译文", "说明", "输入", "输出", "过程", "邮箱", "重点", "错误", "问", "问题", "问答",
        "链接", "附件", "需求", "首先", "其次", "最后", "因此", "另外", "即", "他说", "她说", "我说", "你说", "描述", "信息", "名称",
        "价格", "任务", "状态", "类型", "版本", "日志", "异常", "失败", "报错", "代码", "文件", "路径", "配置", "参数", "标题", "正文",
        "人工智能", "系统提示", "注意事项", "解决方案", "解决办法", "常见问题", "参考资料", "联系方式", "具体步骤", "主要内容",
    ]

    /// Names of one and two characters the Chinese families bear, the most frequent.
    static let surnames: Set<Character> = Set(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏锺钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
    )

    /// What a family calls its own, and the beginnings and ends of what one calls others.
    static let kin: Set<String> = [
        "妈妈", "爸爸", "爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷", "哥哥", "姐姐", "弟弟", "妹妹", "老婆", "老公", "妻子", "丈夫",
        "妈", "爸", "舅舅", "阿姨", "姑姑", "叔叔", "婶婶", "表姐", "表哥", "堂哥", "堂姐", "儿子", "女儿",
    ]
    static let calls: Set<Character> = ["小", "老", "阿", "大"]
    static let titles = ["老师", "先生", "女士", "小姐", "医生", "经理", "教授", "主任", "总", "师傅", "同学", "博士", "律师", "哥", "姐"]

    /// Small words inside names.
    static let particles: Set<String> = ["al", "bin", "da", "de", "del", "der", "di", "la", "le", "van", "von", "y"]

    /// Short forms that are no beginning of the name they stand for.
    static let shortForms: [String: [String]] = [
        "abby": ["abigail"], "andy": ["andrew", "andrea"], "annie": ["ann", "anna", "anne"], "becky": ["rebecca"],
        "beth": ["elizabeth"], "betty": ["elizabeth"], "bill": ["william"], "billy": ["william"], "bob": ["robert"],
        "bobby": ["robert"], "cathy": ["catherine"], "charlie": ["charles", "charlotte"], "chuck": ["charles"],
        "cindy": ["cynthia"], "dick": ["richard"], "drew": ["andrew"], "eddie": ["edward"], "ellie": ["eleanor"],
        "gabby": ["gabrielle"], "hank": ["henry"], "harry": ["harold", "henry"], "jack": ["john"], "jake": ["jacob"],
        "jenny": ["jennifer"], "jerry": ["gerald", "jeremy"], "jim": ["james"], "jimmy": ["james"], "joey": ["joseph"],
        "johnny": ["john"], "kate": ["katherine", "kathryn", "catherine"], "katie": ["katherine", "kathryn"],
        "kathy": ["katherine"], "kenny": ["kenneth"], "larry": ["lawrence"], "liz": ["elizabeth"],
        "lizzie": ["elizabeth"], "lexi": ["alexandra", "alexis"], "maggie": ["margaret"], "matty": ["matthew"],
        "meg": ["margaret", "megan"], "mike": ["michael"], "molly": ["mary"], "nate": ["nathan", "nathaniel"],
        "ned": ["edward"], "nick": ["nicholas"], "peggy": ["margaret"], "penny": ["penelope"], "polly": ["mary"],
        "rick": ["richard"], "rob": ["robert"], "ron": ["ronald", "aaron"], "sally": ["sarah"], "sandy": ["sandra"],
        "steve": ["stephen", "steven"], "sue": ["susan"], "ted": ["edward", "theodore"], "teddy": ["theodore"],
        "tom": ["thomas"], "tony": ["anthony"], "trish": ["patricia"], "will": ["william"], "xander": ["alexander"],
    ]
}
