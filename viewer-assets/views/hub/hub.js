// What of sharing exists now, and what the hub will do when it is there.
import { api } from "../../lib/api.js";
import { html } from "../../lib/html.js";
import { icon } from "../../lib/icons.js";
import { linkTo } from "../../lib/links.js";
import { t } from "../../lib/locale.js";
import { View } from "../../lib/view.js";

const abilities = [["pair", "link"], ["members", "hub"], ["skills", "skills"], ["review", "tasks"], ["revoke", "forget"]];

class HubView extends View {
  page = "hub";
  refreshOn = ["skill.crystallized", "skill.archived", "l2.revised", "l3.revised"];

  async load(place, signal) {
    const { skills } = await api.get("/api/v1/skills", {}, { limit: 200 }, signal);
    return { shared: skills.filter(({ share }) => (share?.scope ?? share) === "hub") };
  }

  draw({ shared }) {
    return html`<section class="card stack"><h2>${t("hub.state")}</h2>
        <p><span class="chip">${t("hub.state.off")}</span></p><p>${t("hub.state.text")}</p></section>
      <section class="card stack"><h2>${t("hub.shared")}</h2><p>${t("hub.shared.text")}</p>
        ${shared.length ? html`<ul class="rows">${shared.map(({ id, name, summary }) => html`<li>
          <a href="${linkTo(id)}"><span class="title">${name}</span><small>${summary}</small></a></li>`)}</ul>`
        : html`<p class="faint">${t("hub.shared.none")}</p>`}</section>
      <section class="stack"><h2>${t("hub.will")}</h2><ul class="grid">${abilities.map(([name, picture]) => html`
        <li class="card"><h3>${icon(picture)} ${t(`hub.will.${name}`)}</h3><p>${t(`hub.will.${name}.text`)}</p></li>`)}</ul></section>
      <section class="card stack"><h2>${t("hub.quarantine")}</h2><p>${t("hub.quarantine.text")}</p>
        <p><a class="button" href="#/skills">${t("hub.toSkills")}</a></p></section>`;
  }
}

customElements.define("view-hub", HubView);
