"""1,000 texts in 12 scripts, the same every time: made from the word lists below by a seed.

A text is one word, a sentence, a paragraph or a page of more than 300 tokens. The words and sentence frames are our own
and plain on purpose: what is asked of them is that tokenizer and model meet every script, not that they tell something.
Beside the scripts stand the shapes agents meet all day (code, logs, emoji, scripts mixed in one line) and the traps of
tokenizers: combining marks, full-width forms, runs without spaces, characters outside the first plane.
"""

import random

COUNT = 1000

# Per script: joining of words, end of a sentence, words, frames with places for words.
SCRIPTS = {
    "latin": (
        " ", ".",
        "garden bridge café naïve jalapeño smörgåsbord Übergröße façade señor coração żółw řeka šťastný crème brûlée "
        "kitchen invoice deadline résumé Straße Ærø fjörður İstanbul ığdır ńiegra đường phở tiếng compiler database "
        "migration timeout rollback coöperate élève hôtel piñata Zürich Łódź brännö køkken smørrebrød".split(),
        ["The {} was moved behind the {} because nobody liked the {}", "Please remember that {} costs more than {}",
         "I would rather have {} than another {} with {}", "We fixed the {} after {} broke again", "{} and {}, never {}",
         "Warum ist {} immer größer als {}", "Où se trouve {} quand {} est fermé", "¿Cuándo llega {} a la {}"],
    ),
    "cyrillic": (
        " ", ".",
        "сад мост вокзал ёлка подъезд щука объём погода чайник письмо молоко деревня сервер ошибка таблица ключ "
        "їжак ґанок європа яблуко вулиця љубав ђак џеп здраво хиляда ъгъл пътека счёт вьюга ночь река камень".split(),
        ["Завтра {} будет рядом с {}", "Почему {} опять сломал {}", "Мне нравится {}, но не {} и не {}",
         "{} лежит под {}", "Запомни: {} дороже, чем {}", "Коли {} прийде до {}"],
    ),
    "greek": (
        " ", ".",
        "κήπος γέφυρα σταθμός καφές θάλασσα βιβλίο ουρανός δέντρο μήλο σπίτι δρόμος ψωμί ήλιος φεγγάρι Ὀδυσσεύς "
        "λόγος ἀρχή ἄνθρωπος διακομιστής σφάλμα πίνακας κλειδί χρόνος νερό φως".split(),
        ["Ο {} βρίσκεται δίπλα στο {}", "Γιατί {} και όχι {}", "Θέλω {} με {} χωρίς {}", "Το {} είναι πιο μεγάλο από {}",
         "Αύριο {} θα φέρει {}"],
    ),
    "han": (
        "", "。",
        "花园 大桥 车站 咖啡 数据库 服务器 错误 桌子 钥匙 天气 邮件 牛奶 村庄 学习 记忆 搜索 會議 電腦 圖書館 龍 灣 體驗 "
        "朋友 城市 项目 代码 测试 发布 备份 𠮷 𡃁 㐂 苹果 香蕉 早上 晚上".split(),
        ["明天{}会在{}旁边", "为什么{}又坏了，{}没有问题", "我喜欢{}，不喜欢{}和{}", "请记住：{}比{}更重要", "{}放在{}上面",
         "他們昨天把{}搬到{}了"],
    ),
    "kana": (
        "", "。",
        "にわ はし えき コーヒー サーバー エラー つくえ カギ てんき メール ぎゅうにゅう むら データベース パソコン がっこう "
        "りんご バナナ あさ よる ともだち プロジェクト コード テスト ヴァイオリン ｶﾀｶﾅ ﾊﾟｿｺﾝ ぱぴぷぺぽ ゑびす ヶ月 っきー".split(),
        ["あしたは{}が{}のとなりにあります", "どうして{}はまた{}になりましたか", "わたしは{}がすきですが、{}と{}はきらいです",
         "{}は{}よりたいせつです", "きのう{}を{}へはこびました"],
    ),
    "hangul": (
        " ", ".",
        "정원 다리 역 커피 서버 오류 책상 열쇠 날씨 우편 우유 마을 데이터베이스 컴퓨터 학교 사과 바나나 아침 저녁 친구 "
        "프로젝트 코드 시험 기억 검색 밟다 없었던 값싼 훑어보기 뷁 한국어 도서관".split(),
        ["내일 {}은 {} 옆에 있을 것이다", "왜 {}이 또 {}에서 고장 났을까", "나는 {}보다 {}을 더 좋아한다",
         "{}하고 {} 그리고 {}", "어제 {}을 {}으로 옮겼다"],
    ),
    "arabic": (
        " ", ".",
        "حديقة جسر محطة قهوة خادم خطأ طاولة مفتاح طقس رسالة حليب قرية قاعدة حاسوب مدرسة تفاحة موزة صباح مساء صديق "
        "مشروع شيفرة اختبار ذاكرة بحث كِتَابٌ مُدَرِّسَة آلة إيمان أُفُق شَمْس ـــ پنجره چراغ گربه ۱۲۳ ٤٥٦".split(),
        ["غدا سيكون {} بجانب {}", "لماذا تعطل {} مرة أخرى مع {}", "أحب {} ولا أحب {} ولا {}", "تذكر أن {} أهم من {}",
         "هل {} فوق {}؟"],
    ),
    "hebrew": (
        " ", ".",
        "גן גשר תחנה קפה שרת שגיאה שולחן מפתח מזג דואר חלב כפר מחשב ספר תפוח בננה בוקר ערב חבר פרויקט קוד בדיקה "
        "זיכרון חיפוש שָׁלוֹם תּוֹרָה בְּרֵאשִׁית צה״ל ירושלים עץ".split(),
        ["מחר {} יהיה ליד {}", "למה {} שוב התקלקל בגלל {}", "אני אוהב {} אבל לא {} ולא {}", "זכור: {} חשוב יותר מאשר {}",
         "אתמול העבירו {} אל {}"],
    ),
    "devanagari": (
        " ", "।",
        "बगीचा पुल स्टेशन कॉफ़ी सर्वर त्रुटि मेज़ चाबी मौसम चिट्ठी दूध गाँव कंप्यूटर विद्यालय सेब केला सुबह शाम मित्र "
        "परियोजना परीक्षा स्मृति खोज क्षत्रिय ज्ञान श्री ऋषि द्वार कर्त्तव्य १२३ पानी किताब".split(),
        ["कल {} और {} पास-पास होंगे", "{} फिर से {} के कारण क्यों टूटा", "मुझे {} पसंद है पर {} और {} नहीं",
         "याद रखो कि {} {} से बड़ा है", "{} को {} पर रखो"],
    ),
    "thai": (
        "", " ",
        "สวน สะพาน สถานี กาแฟ เซิร์ฟเวอร์ ข้อผิดพลาด โต๊ะ กุญแจ อากาศ จดหมาย นม หมู่บ้าน คอมพิวเตอร์ โรงเรียน แอปเปิล กล้วย "
        "เช้า เย็น เพื่อน โครงการ โค้ด ทดสอบ ความจำ ค้นหา น้ำ ๑๒๓ ผู้ใหญ่ ไม้ ฤดู".split(),
        ["พรุ่งนี้{}จะอยู่ข้าง{}", "ทำไม{}พังอีกแล้วเพราะ{}", "ฉันชอบ{}แต่ไม่ชอบ{}และ{}", "จำไว้ว่า{}สำคัญกว่า{}",
         "เมื่อวานย้าย{}ไปที่{}"],
    ),
    "armenian": (
        " ", "։",
        "այգի կամուրջ կայարան սուրճ սերվեր սխալ սեղան բանալի եղանակ նամակ կաթ գյուղ համակարգիչ դպրոց խնձոր բանան "
        "առավոտ երեկո ընկեր նախագիծ կոդ փորձ հիշողություն որոնում և Երևան ջուր գիրք".split(),
        ["Վաղը {} կլինի {} մոտ", "Ինչու {} նորից փչացավ {} պատճառով", "Ես սիրում եմ {} բայց ոչ {} և ոչ {}",
         "{} ավելի կարևոր է քան {}"],
    ),
    "georgian": (
        " ", ".",
        "ბაღი ხიდი სადგური ყავა სერვერი შეცდომა მაგიდა გასაღები ამინდი წერილი რძე სოფელი კომპიუტერი სკოლა ვაშლი ბანანი "
        "დილა საღამო მეგობარი პროექტი კოდი გამოცდა მეხსიერება ძებნა ᲗᲑᲘᲚᲘᲡᲘ წყალი წიგნი ჭიქა".split(),
        ["ხვალ {} იქნება {} გვერდით", "რატომ გაფუჭდა {} ისევ {} გამო", "მიყვარს {} მაგრამ არა {} და {}",
         "გახსოვდეს რომ {} უფრო მნიშვნელოვანია ვიდრე {}"],
    ),
}

IDENTIFIERS = ("userCount parse_header MAX_RETRIES kqueue self.items[i] HTTPServer __init__ tmp0 x86_64 utf-8 "
               "0xDEADBEEF 3.14159e-10 node_modules/.bin #fff2cc v1.2.3-rc.4 a->b").split()
CODE = [
    "func {}(_ value: Int) throws -> String? {{\n    guard let {} = {} else {{ return nil }}\n}}",
    "for (let i = 0; i < {}; ++i) {{ {} += {}[i] ?? 0; }}",
    "SELECT {}, COUNT(*) FROM \"{}\" WHERE {} IS NOT NULL GROUP BY 1;",
    "Traceback (most recent call last):\n  File \"app/{}.py\", line 42, in {}\nKeyError: '{}'",
    "error: {}: No such file or directory (os error 2); {} exited with 101",
    "$ git commit -am \"{}: don't drop {}\" && make -j8 2>&1 | tee {}.log",
    "<div class=\"{}\" data-id='{}'>&nbsp;{}</div>", "2026-03-01T12:00:00.123Z WARN [{}] {} took 1,234 ms → {}",
    "[SEP] {} [CLS] {} [MASK]{}[PAD]", "C:\\Users\\{}\\AppData\\{}; ~/.config/{}.toml",
]
EMOJI = "😀 🎉 👩‍💻 👨‍👩‍👧‍👦 🇩🇪 🏳️‍🌈 👍🏽 ❤️ ☕ 🧪 🚀 1️⃣ ✅ ⚠️ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚𝟛 🀄 𓀀 ①②③".split()
MARKS = ["e\u0301", "n\u0303", "a\u030a\u0323", "ﬁ", "ǆ", "Ａｂｃ", "１２３", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2028", "…",
         "—", "«»", "‘’“”", "№", "½", "²", "µ", "Ω", "K", "ẞ", "ſ", "\t", "\u3000", "\ufffd", "€", "₿", "™"]
# Words asked for: one, a sentence, a paragraph, a page. A page has more than 300 tokens wherever the vocabulary knows the
# letters; where it does not (Thai), a run without spaces is one unknown token, which is a case of its own.
LENGTHS = [(1, 1), (4, 12), (12, 40), (40, 110), (330, 420)]
WEIGHTS = [10, 38, 30, 17, 5]


def words_wanted(choice):
    low, high = choice.choices(LENGTHS, WEIGHTS)[0]
    return choice.randint(low, high)


def filled(frame, words, choice):
    return frame.format(*(choice.choice(words) for _ in range(frame.count("{}"))))


def spoken(script, choice):
    joint, stop, words, frames = SCRIPTS[script]
    wanted = words_wanted(choice)
    if wanted == 1:
        return choice.choice(words)
    # A frame counts for six words whatever the script: some write without spaces.
    sentences = [filled(choice.choice(frames), words, choice) for _ in range(max(1, wanted // 6))]
    if choice.random() < .3:
        sentences.append(joint.join(choice.sample(words, 5)))
    return (stop + (" " if joint else "")).join(sentences) + choice.choice([stop, "", "!", "?!"])


def code(choice):
    return "\n".join(filled(choice.choice(CODE), IDENTIFIERS, choice) for _ in range(max(1, words_wanted(choice) // 12)))


def emoji(choice):
    words = SCRIPTS["latin"][2] + EMOJI * 2
    return choice.choice([" ", ""]).join(choice.choice(words) for _ in range(words_wanted(choice)))


def mixed(choice):
    scripts = choice.sample(sorted(SCRIPTS), 3)
    pieces = [filled(choice.choice(SCRIPTS[s][3]), SCRIPTS[s][2], choice) for s in scripts for _ in range(words_wanted(choice) // 18 + 1)]
    pieces.append(filled(choice.choice(CODE), IDENTIFIERS, choice))
    choice.shuffle(pieces)
    return choice.choice([" ", " / ", "\n"]).join(pieces)


def marks(choice):
    words = SCRIPTS["latin"][2] + SCRIPTS["han"][2] + MARKS * 2
    return choice.choice([" ", "", "-"]).join(choice.choice(words) for _ in range(words_wanted(choice)))


OTHERS = {"code": code, "emoji": emoji, "mixed": mixed, "marks": marks}


def texts(count=COUNT, seed=3):
    """(kind, text), the kinds in turn."""
    choice = random.Random(seed)
    kinds = [*SCRIPTS, *OTHERS]
    made = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        made.append((kind, OTHERS[kind](choice) if kind in OTHERS else spoken(kind, choice)))
    return made


if __name__ == "__main__":
    for kind, text in texts():
        print(f"{kind}\t{text!r}")
