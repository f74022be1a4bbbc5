// Whether the user lets the plugin see conversations. Without it OpenClaw hands over no ended turn, and nothing of a
// conversation is kept here either: recall then only looks.

export class Consent {
  #hasSeenEnd = false;

  constructor(pluginId, hostConfig) {
    this.pluginId = pluginId;
    const hooks = hostConfig?.plugins?.entries?.[pluginId]?.hooks;
    this.isFlagged = hooks?.allowConversationAccess === true;
    this.mayInject = hooks?.allowPromptInjection !== false;
  }

  /** Hosts from before the flag hand over ended turns without it: the first one is proof. */
  noteEnd() {
    this.#hasSeenEnd = true;
  }

  get isGiven() {
    return this.isFlagged || this.#hasSeenEnd;
  }

  /** What is missing and what to do; `null` when nothing is. */
  get complaint() {
    if (this.isGiven) return null;
    const name = `plugins.entries.${this.pluginId}.hooks.allowConversationAccess`;
    return `memos remembers nothing of these conversations: OpenClaw withholds them until you allow it. Run `
      + `\`openclaw config set ${name} true\` and \`openclaw gateway restart\`. Recall works meanwhile.`;
  }
}
