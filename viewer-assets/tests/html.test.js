import { html, render, textOfMarkup } from "../lib/html.js";
import { equal, test, throws } from "./check.js";

test("values are escaped in text and attributes", () => {
  equal(textOfMarkup(html`<p title="${`"'<>&`}">${"<b>"}</p>`), '<p title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;</p>');
});
test("markup inside markup is kept, in lists too", () => {
  equal(textOfMarkup(html`<ul>${["a", "<"].map((item) => html`<li>${item}</li>`)}</ul>`), "<ul><li>a</li><li>&lt;</li></ul>");
});
test("nothing is shown for nothing, and zero is shown", () => {
  equal(textOfMarkup(html`${null}${undefined}${false}${0}`), "0");
});
test("an object that looks like markup is text", () => {
  equal(textOfMarkup(html`${{ text: "<b>", toString: () => "<i>" }}`), "&lt;i&gt;");
});
test("render refuses strings", () => throws(() => render(document.querySelector("#stage"), "<b>x</b>")));
