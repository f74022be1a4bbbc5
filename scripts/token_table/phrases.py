"""Lines as they occur in talk with a coding agent or an assistant, made from templates and WordNet's words.

Dictionaries and manuals lack questions, wishes and first-person statements; these lines bring their turns of phrase
together with words of every kind.
"""
KINDS = {
    "act": "1:04", "animal": "1:05", "thing": "1:06", "idea": "1:09", "message": "1:10", "event": "1:11",
    "feeling": "1:12", "food": "1:13", "group": "1:14", "place": "1:15", "object": "1:17", "person": "1:18",
    "plant": "1:20", "state": "1:26", "substance": "1:27", "do": "2:36", "change": "2:30", "think": "2:31",
    "say": "2:32", "move": "2:38", "quality": "3:00",
}
NAMES = (
    "Anna Ben Carla David Elena Felix Grace Hannah Ivan Julia Kevin Laura Maria Nathan Olivia Peter Quinn Rachel Sam "
    "Tina Umar Vera William Yuki Zoe Ahmed Priya Chen Diego Fatima"
).split()
RELATIVES = (
    "my sister|my brother|my mother|my father|my wife|my husband|my son|my daughter|my best friend|my boss|my team|"
    "my neighbour|my colleague|my grandmother|my roommate|our client|a friend of mine"
).split("|")
TIMES = (
    "yesterday|last week|last year|two months ago|in 2019|on Monday|next Friday|this morning|tomorrow|in March|"
    "last summer|every day|on weekends|at the moment|a few days ago|back in college|on 12 May 2023"
).split("|")
CODE = (
    "function|class|module|test|endpoint|query|migration|component|config file|script|parser|thread|cache|index|"
    "container|pipeline|branch|commit|dependency|log file|schema|API key|variable|loop|package|server|hook|callback|"
    "database|error handler|build|linter|type hint|regular expression|queue|session|token|web page|form|button"
).split("|")
TOOLS = (
    "Python|JavaScript|TypeScript|Rust|Go|Swift|Java|C++|SQL|PostgreSQL|SQLite|Redis|Docker|Kubernetes|Git|GitHub|"
    "React|Vue|Django|Flask|FastAPI|Node.js|npm|pip|pytest|Bash|Linux|macOS|nginx|AWS|Terraform|HTML|CSS|Excel"
).split("|")
TEMPLATES = """
I prefer {thing} made of {substance} because anything else gives me {feeling}.
I really dislike {food} and I never eat {food}.
I'm allergic to {food}, so please keep that in mind.
I'm a vegetarian and I avoid {food} whenever I can.
I love {act}, especially with {who} {when}.
I can't stand {act}; it reminds me of {event}.
I would rather {do} a {thing} than {change} one.
I have a strong aversion to {act} and prefer {quality} {idea} instead.
I enjoy {quality} {message} but not {quality} {message}.
I always choose {quality} places to stay and avoid {group}.
I only buy {quality} {thing} from small local shops.
I need a {quality} place to work, I get distracted by {event}.
My favourite {food} is the one {who} makes with {food} and {plant}.
{Who} gave me a {thing} {when}.
{Who} and I went to {place} {when} and saw a {animal}.
{Name} is moving to {place} {when} to study {idea}.
{Name} works as a {person} in {place}.
{Name} told me about the {event} {when}, it was so {quality}!
We adopted a {animal} {when} and named it {Name}.
I started learning {act} {when}.
I've been dealing with {state} since {when}, so {act} is difficult for me.
I'm planning a trip to {place} {when}. What should I see there?
I'm travelling to {place} soon. Which {thing} should I take with me?
Can you recommend a good {thing} for {act}?
Can you suggest some {food} recipes for dinner?
What are some good books about {idea} and {event}?
What's the best way to {do} a {thing} at home?
How can I improve my {idea} before the {event}?
How should I prepare for a {event} with {who}?
What do you think about {idea}?
Which {group} should I join to meet {quality} people?
Where did {Name} go {when}?
When did {Name} buy the {thing}?
What did {Name} say about the {message}?
Who gave {Name} the {thing}?
Why was {Name} so {quality} {when}?
How many {animal}s does {Name} have?
What kind of {food} does {Name} like?
What hobby does {Name} share with {who}?
Did {Name} and {Name} ever visit {place} together?
Would {Name} be interested in {act}?
Hey {Name}! Long time no see. How was the {event}?
That's awesome, {Name}! I'm so happy about your {act}.
Thanks, {Name}. {Who} really helped me through the {state}.
Wow, what a {quality} {thing}! Where did you get it?
Sorry to hear about the {event}. I hope {who} feels better soon.
Congratulations on the new {thing}! You deserve it.
I'm so excited, {when} I will {do} with {who}.
Remind me to {do} the {thing} {when}.
Remember that I use {tool} and not {tool} for the {code}.
Please always write the {code} in {tool}.
From now on, never {change} the {code} without asking me first.
We decided to use {tool} instead of {tool} for the {code}.
The {code} fails with an error when I {change} the {code}.
How do I {change} a {code} in {tool}?
Fix the bug in the {code}: it does not {do} when the {code} is empty.
Write a {tool} {code} that can {do} a {thing}.
I refactored the {code} and now the {tool} {code} is slow.
Add a {code} to the {code} and run the tests.
The {code} was changed {when}; the deadline for the {tool} work is {when}.
Have I used {tool} before for a {code}?
What version of {tool} did we choose for the {code}?
Which {code} did I change {when}, and why?
Here is how to {change} the {code} with {tool}: first open the {code}, then {do} it and check the {code}.
Sure! To {do} your {thing}, you can use {tool} or try a {quality} {thing}.
Certainly! Here are some ideas for {act}: 1. {act} with {who} 2. a {quality} {thing} 3. visiting {place}
Some tips for {act}: use a {quality} {thing}, avoid {state}, and {do} {when}.
Explain {idea} to a {person} in simple words.
Summarize the {message} about {place} in three sentences.
Translate this {message} into French.
Write a {quality} {message} to {who} about the {event}.
Write a short story about a {person} who finds a {object} in {place}.
Give me the pros and cons of {act} compared with {act}.
Is {food} good for someone with {state}?
What is the difference between a {thing} and a {thing}?
What is the capital of {place}?
My job as a {person} means a lot of {act} and {quality} {message}.
My budget for the {thing} is {number} dollars.
I moved from {place} to {place} {when} with {who}.
I weigh {number} kilos and run {number} kilometres {when}.
I sleep badly because of {state}; {quality} {thing} helps.
The {person} asked for {number} {thing}s, but the {group} sent {number}.
A {quality} {animal} can {move} over a {object}.
The {group} {say} that {idea} is a {quality} {idea}.
""".strip().split("\n")


def words_by_kind(wordnet):
    """kind -> (lemmas that occur in tagged text, weighted by their count; all lemmas of the kind)."""
    common = {kind: {} for kind in KINDS}
    every = {kind: set() for kind in KINDS}
    by_file = {code: kind for kind, code in KINDS.items()}
    for line in (wordnet / "cntlist.rev").read_text("utf-8").split("\n"):
        if "%" not in line:
            continue
        key, _, count = line.split()
        lemma, rest = key.split("%")
        kind = by_file.get(rest[:4])
        if kind and len(lemma) > 2:
            common[kind][lemma.replace("_", " ")] = int(count)
    for part in ("noun", "verb", "adj"):
        for line in (wordnet / f"data.{part}").read_text("utf-8").split("\n"):
            fields = line.split(" ")
            if line.startswith("  ") or len(fields) < 6:
                continue
            ss = {"n": "1", "v": "2", "a": "3", "s": "3"}[fields[2]]
            kind = by_file.get(f"{ss}:{fields[1]}")
            if kind:
                every[kind].add(fields[4].split("(")[0].replace("_", " "))
    return {k: (list(common[k]), [c**0.5 for c in common[k].values()], sorted(every[k])) for k in KINDS}


def lines(wordnet, rng, count):
    words = words_by_kind(wordnet)

    def fill(template):
        out = []
        for piece in template.replace("}", "{").split("{"):
            kind = piece.lower()
            if len(out) % 2 == 0:
                out.append(piece)
                continue
            if kind in words:
                common, weights, every = words[kind]
                word = rng.choices(common, weights)[0] if common and rng.random() < 0.75 else rng.choice(every)
            elif kind == "number":
                word = str(rng.choice((2, 3, 5, 10, 12, 25, 40, 75, 100, 250, 1500)))
            else:
                word = rng.choice({"who": RELATIVES, "name": NAMES, "when": TIMES, "code": CODE, "tool": TOOLS}[kind])
            out.append(word[0].upper() + word[1:] if piece[:1].isupper() else word)
        return "".join(out)

    made = []
    while len(made) < count:
        parts = [fill(rng.choice(TEMPLATES)) for _ in range(rng.choices((1, 2, 3), (6, 2, 1))[0])]
        made.append(" ".join(parts))
    return made
