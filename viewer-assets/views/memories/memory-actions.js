import { api } from "../../lib/api.js";
import { ask, confirm } from "../../lib/dialog.js";
import { number } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/locale.js";
import { toast } from "../../lib/toast.js";
import { openMenu } from "./memory-menu.js";

/** Seconds in which a forgetting can still be called off. */
const patience = 8;
/** Steps that the daemon changes at once. */
const bulk = 1000;

/**
 * What a person does with steps and turns. `page` shows it at once and takes it back when the daemon refuses:
 * patch(ids, change) → how to take it back; hide(turns) → how to show them again.
 */
export class MemoryActions {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** @param traces what the menu is about; a turn's menu is about all its steps. */
  menu(button, turn, traces) {
    const isTurn = traces.length !== 1 || traces.length === turn.traces.length;
    const edited = isTurn ? turn.traces.at(-1) : traces[0];
    const isPinned = traces.some(({ pinned }) => pinned);
    openMenu(button, [
      { icon: "pin", label: t(isPinned ? "memories.unpin" : "memories.pin"), run: () => this.pin(traces, !isPinned) },
      { icon: "edit", label: t("memories.edit"), run: () => this.edit(edited) },
      { icon: "tag", label: t("memories.tags"), run: () => this.tag(traces) },
      { icon: "share", label: t("memories.share"), run: () => this.share(traces) },
      ...(turn.episodeId ? [{ icon: "tasks", label: t("memories.task"), href: `#/tasks/${encodeURIComponent(turn.episodeId)}` }] : []),
      { icon: "words", label: t("memories.session"), href: `#/memories?session=${encodeURIComponent(turn.sessionId)}` },
      { icon: "forget", label: t("memories.forget"), tone: "bad",
        run: () => this.forget(isTurn ? [turn] : [], isTurn ? [turnId(turn)] : [edited.id]) },
    ]);
  }

  pin(traces, isPinned) {
    return this.#mark(traces, { pin: isPinned }, () => ({ pinned: isPinned }),
      t(isPinned ? "memories.pinned" : "memories.unpinned", { count: traces.length }));
  }

  async share(traces) {
    const present = traces[0].share ?? "private";
    const given = await ask({
      title: t("memories.share"), action: t("memories.save"), text: t("memories.share.text"),
      fields: [{ name: "share", label: t("memories.share.with"), kind: "select", value: present, hint: t("memories.share.hint"),
        options: ["private", "public", "hub"].map((value) => [value, t(`share.${value}`)]) }],
    });
    if (!given) return;
    const share = given.share === "private" ? undefined : given.share;
    await this.#mark(traces, given, () => ({ share }), t("memories.shared", { share: t(`share.${given.share}`) }));
  }

  async tag(traces) {
    const present = traces.length === 1 ? traces[0].tags ?? [] : common(traces);
    const given = await ask({
      title: t("memories.tags"), action: t("memories.save"),
      fields: [{ name: "tags", label: t("memories.tags.label"), value: present.join(", "), hint: t("memories.tags.hint") }],
    });
    if (!given) return;
    const wanted = [...new Set(given.tags.split(/[,，、]/).map((tag) => tag.trim().toLowerCase()).filter(Boolean))];
    const addTags = wanted.filter((tag) => !present.includes(tag));
    const removeTags = present.filter((tag) => !wanted.includes(tag));
    if (addTags.length + removeTags.length === 0) return;
    await this.#mark(traces, { addTags, removeTags },
      ({ tags = [] }) => ({ tags: [...new Set([...tags.filter((tag) => !removeTags.includes(tag)), ...addTags])] }),
      t("memories.tagged", { count: traces.length }));
  }

  async edit(trace) {
    const isAnswer = trace.kind === "answer";
    const words = isAnswer ? ["summary", "userText", "agentText", "reflection"] : ["summary", "reflection"];
    const given = await ask({
      title: t("memories.edit"), action: t("memories.save"), isWide: true,
      text: t(isAnswer ? "memories.edit.text" : "memories.edit.tool"),
      fields: words.map((name) => ({ name, label: t(`memories.${name}`), value: trace[name] ?? "",
        kind: name === "summary" ? "text" : "area", isRequired: name === "summary" })),
    });
    if (!given) return;
    // Forms write line ends their own way.
    const change = Object.fromEntries(words.map((name) => [name, given[name].replaceAll("\r\n", "\n")])
      .filter(([name, value]) => value !== (trace[name] ?? "")));
    if (Object.keys(change).length === 0) return;
    await this.#do([trace.id], () => change, async () => {
      const { undo } = await api.patch("/api/v1/traces/{id}", { id: trace.id }, change);
      return undo ? [undo] : [];
    }, t("memories.edited"));
  }

  /** Says what else goes, asks, and waits a while before it is done for good. */
  async forget(turns, ids) {
    let counts;
    try {
      counts = (await api.post("/api/v1/forget", {}, { ids, dryRun: true })).removed;
    } catch (error) {
      return complain(error);
    }
    const rows = Object.entries(counts).map(([noun, count]) => html`<dt>${nounOf(noun)}</dt><dd>${number(count)}</dd>`);
    const isSure = await confirm({
      title: t("memories.forget"), tone: "bad", action: t("memories.forget"),
      text: html`<p>${t("memories.forget.text")}</p><dl class="facts">${rows}</dl>
        <p class="faint">${t("memories.forget.note", { count: patience })}</p>`,
    });
    if (!isSure) return;
    const show = this.#page.hide(turns);
    const act = async () => {
      try {
        await api.post("/api/v1/forget", {}, { ids });
        toast(t("memories.forgotten"));
      } catch (error) {
        show();
        complain(error);
      }
    };
    const timer = setTimeout(act, patience * 1000);
    toast(t("memories.forgetting", { count: patience }), {
      seconds: patience,
      action: { label: t("memories.undo"), run: () => {
        clearTimeout(timer);
        show();
      } },
    });
  }

  #mark(traces, body, change, text) {
    const ids = traces.map(({ id }) => id);
    return this.#do(ids, change, async () => {
      const undos = [];
      for (let start = 0; start < ids.length; start += bulk) {
        const part = await api.post("/api/v1/traces/mark", {}, { ids: ids.slice(start, start + bulk), ...body });
        if (part.undo) undos.push(part.undo);
      }
      return undos;
    }, text);
  }

  async #do(ids, change, act, text) {
    const back = this.#page.patch(ids, change);
    try {
      const undos = await act();
      const undo = async () => {
        try {
          for (const id of undos) await api.post("/api/v1/undo/{id}", { id });
          back();
          toast(t("memories.undone"));
        } catch (error) {
          complain(error);
        }
      };
      toast(text, undos.length ? { action: { label: t("memories.undo"), run: undo } } : {});
    } catch (error) {
      back();
      complain(error);
    }
  }
}

/** A turn of a timeline is known by its steps alone. */
export const turnId = (turn) => turn.traces?.[0]?.turn ?? turn.turnId;

const common = ([first, ...others]) =>
  (first.tags ?? []).filter((tag) => others.every(({ tags }) => tags?.includes(tag)));

const complain = (error) => toast(error.message || t(`error.${error.code}`), { tone: "bad", hint: error.hint });

function nounOf(noun) {
  const key = `memories.noun.${noun}`;
  const text = t(key);
  return text === key ? noun : text;
}
