// A token under the loupe: asked of the control API, told here, kept nowhere.
"use strict";

{
  const form = document.getElementById("jeton");
  const verdict = document.getElementById("verdict");
  const formToken = document.querySelector("meta[name=form-token]").content;

  const made = (name, text = "", look = "") => {
    const part = document.createElement(name);
    part.textContent = text;
    part.className = look;
    return part;
  };

  const check = async (token) => {
    const headers = { "X-Form-Token": formToken, "content-type": "application/json" };
    const body = JSON.stringify({ token });
    const answer = await fetch(form.dataset.check, { method: "POST", headers, body });
    const told = await answer.json();
    return answer.ok ? told : { header: {}, checks: [{ name: "jeton", holds: false, says: told.detail }] };
  };

  const checks = (found) => {
    const list = made("ul", "", "pile");
    for (const one of found) {
      const item = made("li");
      const look = one.holds ? "etiquette bon tient" : "etiquette mal cede";
      item.append(made("span", one.name, look), ` ${one.says}`);
      list.append(item);
    }
    return list;
  };

  const table = (caption, members) => {
    const whole = made("table", "", "decode");
    whole.append(made("caption", caption));
    for (const [name, value] of Object.entries(members)) {
      const row = whole.insertRow();
      const head = made("th", name);
      head.scope = "row";
      row.append(head);
      row.insertCell().append(made("code", typeof value === "string" ? value : JSON.stringify(value)));
    }
    return whole;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = await check(form.elements.token.value);
    const summary = told.holds
      ? made("p", "Ce jeton est valable.", "avis")
      : made("p", "Un client doit refuser ce jeton.", "avis attention");
    const decoded = Object.keys(told.header).length > 0;
    const tables = decoded ? [table("En-tête", told.header), table("Contenu", told.claims)] : [];
    verdict.replaceChildren(summary, checks(told.checks), ...tables);
  });
}
