import MessageReading
import Testing

/// What a message is for.
struct IntentTests {
    @Test(
        "Small talk and nothing but small talk",
        arguments: [
            "hi", "Hi!", "hello there", "Hey, how are you?", "thanks!", "Thank you so much!", "ok", "OK, thanks.",
            "cool 👍",
            "good morning everyone", "bye!", "no problem", "你好", "你好！", "谢谢", "好的，谢谢", "早上好", "辛苦了！", "嗯嗯", "哈哈哈", "再见",
        ])
    func smallTalk(message: String) {
        #expect(Intent.of(message) == .chitchat)
    }

    @Test(
        "Questions about the agent and what hosts say",
        arguments: [
            "who are you?", "hi, are you there?", "ping", "what model are you using?", "/status",
            "[OpenClaw heartbeat poll]",
            "你是谁？", "在吗", "你用的是什么模型？",
        ])
    func meta(message: String) {
        #expect(Intent.of(message) == .meta)
    }

    @Test(
        "Questions about what was before",
        arguments: [
            "do you remember how we fixed the login?", "What did we decide about the database?",
            "Did I ever tell you my birthday?", "remind me what the staging host is called", "还记得上次的部署问题吗？",
            "我们之前是怎么解决编码问题的？", "你记得我喜欢什么编辑器吗",
        ])
    func probes(message: String) {
        #expect(Intent.of(message) == .memoryProbe)
    }

    @Test(
        "Work, however politely it begins",
        arguments: [
            "please install lxml", "hi, can you fix the tests?", "Thanks! Now add a README please.", "fix login",
            "why does the build fail?", "Which port does the proxy use?", "你好，帮我写一个脚本", "怎么安装 docker？",
        ])
    func tasks(message: String) {
        #expect(Intent.of(message) == .task)
    }

    @Test(
        "What is not unmistakable is neither small talk nor about the agent",
        arguments: [
            "yes", "go on", "continue", "do it", "好的，继续", "ok, the second one", "nice, ship it to staging", "hello.py",
            "the hi-res export", "test_login.py", "pip and npm", "可以", "thanks for the logs in /var/log/app.log", "…",
            "?",
        ])
    func unclear(message: String) {
        #expect(![.chitchat, .meta, .memoryProbe].contains(Intent.of(message)))
    }
}
