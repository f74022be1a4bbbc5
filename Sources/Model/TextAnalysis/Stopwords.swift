/// Words of English and Chinese that carry a question and not its subject.
enum Stopwords {
    static func contains(term: String, kind: Terms.Kind, source: UnsafeBufferPointer<UInt8>) -> Bool {
        switch kind {
        case .word:
            if english.contains(term) { return true }
            // The list is of words, the term is a stem: ask for the word as it stands.
            guard source.count <= 12 else { return false }
            let word = String(decoding: source.lazy.filter { $0 != 0x27 }.map(Byte.lowercased), as: UTF8.self)
            return english.contains(word)
        case .han1:
            return characters.contains(term)
        case .han2:
            guard !chinesePairs.contains(term) else { return true }
            guard !chineseContent.contains(term), let first = term.first, let last = term.last else { return false }
            return particles.contains(first) || particles.contains(last)
        default: return false
        }
    }

    private static let english: Set<String> = [
        "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "arent", "as", "at", "be",
        "because", "been", "before", "being", "both", "but", "by", "can", "cannot", "cant", "could", "couldnt", "d",
        "did", "didnt", "do", "does", "doesnt", "doing", "done", "dont", "each", "either", "else", "ever", "few",
        "for", "from", "further", "get", "gets", "getting", "give", "given", "go", "going", "got", "had", "hadnt",
        "has", "hasnt", "have", "havent", "having", "he", "hello", "help", "her", "here", "hers", "hey", "hi", "him",
        "his", "how", "i", "if", "im", "in", "into", "is", "isnt", "it", "its", "ive", "just", "keep", "let", "lets",
        "like", "ll", "m", "make", "many", "may", "maybe", "me", "might", "more", "most", "much", "must", "my",
        "need", "needs", "no", "nor", "not", "now", "of", "off", "ok", "okay", "on", "once", "only", "onto", "or",
        "other", "our", "ours", "out", "over", "own", "please", "pls", "re", "really", "s", "same", "shall", "she",
        "should", "shouldnt", "so", "some", "something", "still", "such", "sure", "t", "tell", "than", "thank",
        "thanks", "that", "thats", "the", "their", "them", "then", "there", "these", "they", "thing", "things",
        "this", "those", "through", "to", "too", "try", "trying", "under", "until", "up", "us", "ve", "very", "want",
        "wants", "was", "wasnt", "we", "well", "were", "werent", "what", "whats", "when", "where", "whether",
        "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "wont", "would",
        "wouldnt", "yes", "yet", "you", "your", "yours",
    ]

    private static let characters: Set<String> = [
        "的", "了", "是", "在", "我", "你", "他", "她", "它", "们", "这", "那", "哪", "个", "和", "与", "或", "及", "也",
        "都", "就", "还", "又", "很", "吗", "呢", "吧", "啊", "呀", "嘛", "么", "什", "怎", "为", "被", "把", "让", "给",
        "对", "从", "到", "以", "于", "之", "其", "而", "但", "不", "没", "有", "会", "能", "可", "要", "想", "请", "帮",
        "上", "下", "里", "时", "着", "过", "地", "得", "一", "些", "谁", "几", "多", "少", "再", "才", "用", "做",
    ]

    private static let chinesePairs: Set<String> = [
        "什么", "怎么", "怎样", "如何", "为何", "为什", "哪里", "哪些", "哪个", "多少", "几个", "是否", "能否", "可以", "可否",
        "是不", "不是", "有没", "没有", "我们", "你们", "他们", "她们", "它们", "这个", "那个", "这些", "那些", "这里", "那里",
        "一个", "一下", "一些", "因为", "所以", "但是", "而且", "如果", "或者", "以及", "还是", "已经", "现在", "时候", "请问",
        "帮我", "告诉", "需要", "应该", "知道", "觉得", "关于", "对于", "然后", "还有", "就是", "都是", "也是", "自己", "谢谢",
        "之前", "上次", "我想", "想要", "我要", "样子", "怎麼", "什麼", "為什", "這個", "那個", "我們", "嗎",
    ]

    /// Characters that make a pair with them accidental, and the words that are exceptions.
    private static let particles: Set<Character> = ["的", "了", "么", "吗", "呢", "吧", "啊", "呀", "嘛", "们", "这", "那", "哪"]
    private static let chineseContent: Set<String> = ["目的", "了解", "了结", "标的", "的确", "酒吧", "网吧"]
}
