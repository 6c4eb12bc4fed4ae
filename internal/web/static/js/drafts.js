// Typed work is never lost: what is typed into a form marked data-draft is
// kept in this tab until the form is sent, so that the end of a session, a
// wrong link or a failing network costs nothing. sessionStorage ends with the
// tab; keys carry the account, so nobody is shown another's work; signing out
// and sending clear it. Passwords, files and fields marked data-private are
// never kept.
const PREFIX = "draft/";

const account = () => document.documentElement.dataset.account || "";
const keyOf = (form) => PREFIX + account() + "/" + form.dataset.draft;
const kept = (el) =>
  el.name && !el.disabled && !["password", "file", "hidden", "submit", "button"].includes(el.type) && !("private" in el.dataset);

// A name may stand several times, once in each line of a list: each is kept
// by its place among them.
function* fields(form) {
  const nth = {};
  for (const el of form.elements) {
    if (!kept(el)) continue;
    const n = (nth[el.name] = (nth[el.name] ?? -1) + 1);
    yield [el, n && !["checkbox", "radio"].includes(el.type) ? el.name + "#" + n : el.name];
  }
}

function read(form) {
  const out = {};
  for (const [el, name] of fields(form)) {
    if (el.type === "checkbox" || el.type === "radio") {
      if (el.checked !== el.defaultChecked) out[el.name + "=" + el.value] = el.checked;
    } else if (el.tagName === "SELECT") {
      if (![...el.options].every((o) => o.selected === o.defaultSelected)) out[name] = [...el.selectedOptions].map((o) => o.value);
    } else if (el.value !== el.defaultValue) {
      out[name] = el.value;
    }
  }
  return out;
}

function write(form, draft) {
  let changed = false;
  for (const [el, name] of fields(form)) {
    if (el.type === "checkbox" || el.type === "radio") {
      const v = draft[el.name + "=" + el.value];
      if (v !== undefined && v !== el.checked) { el.checked = v; changed = true; }
    } else if (el.tagName === "SELECT" && Array.isArray(draft[name])) {
      for (const o of el.options) o.selected = draft[name].includes(o.value);
      changed = true;
    } else if (typeof draft[name] === "string" && draft[name] !== el.value) {
      el.value = draft[name];
      changed = true;
    }
  }
  return changed;
}

function save(form) {
  const draft = read(form);
  if (Object.keys(draft).length) sessionStorage.setItem(keyOf(form), JSON.stringify(draft));
  else sessionStorage.removeItem(keyOf(form));
}

function restore(form) {
  const text = sessionStorage.getItem(keyOf(form));
  if (!text) return;
  if (!write(form, JSON.parse(text))) return;
  const note = form.querySelector("[data-draft-note]");
  if (note) note.hidden = false;
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

// sent is remembered until the next page. A page that carries data-lost (the
// sign-in page, a problem) keeps the draft, and so does coming back after a
// network that failed; any other page means that the server has taken it. A form
// on such a page that sends the work on (data-resumes) counts as the work's own.
function settleSent() {
  const sent = sessionStorage.getItem("sent");
  const lost = "lost" in document.documentElement.dataset;
  sessionStorage.removeItem("sent");
  if (!lost) sessionStorage.removeItem("waits");
  if (!sent) return;
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (lost) sessionStorage.setItem("waits", sent);
  else if (!back) sessionStorage.removeItem(sent);
}

export function keepDrafts(root) {
  if ("signedOut" in document.documentElement.dataset) forgetAll();
  settleSent();
  const forms = (within) => within.querySelectorAll("form[data-draft]");
  forms(root).forEach(restore);
  root.addEventListener("input", (e) => {
    const form = e.target.form;
    if (form && form.dataset.draft) save(form);
  });
  root.addEventListener("submit", (e) => {
    const form = e.target;
    if ("forgetDrafts" in form.dataset) forgetAll();
    const waits = sessionStorage.getItem("waits");
    if ("resumes" in form.dataset && waits) sessionStorage.setItem("sent", waits);
    if (form.dataset.draft) { save(form); sessionStorage.setItem("sent", keyOf(form)); }
  });
  root.addEventListener("click", (e) => {
    const button = e.target.closest("[data-draft-forget]");
    if (!button) return;
    const form = button.closest("form");
    sessionStorage.removeItem(keyOf(form));
    form.reset();
    form.querySelector("[data-draft-note]").hidden = true;
  });
  root.addEventListener("htmx:after:swap", (e) => { if (!e.target.closest?.("[data-aside]")) forms(root).forEach(restore); });
  root.addEventListener("htmx:after:request", (e) => {
    if (e.target.closest?.("[data-aside]")) return; // asked beside the work, which is not sent yet
    const form = e.target.closest && e.target.closest("form[data-draft]");
    const status = e.detail?.ctx?.response?.raw?.status ?? e.detail?.ctx?.response?.status ?? 0;
    if (form && status >= 200 && status < 300) { sessionStorage.removeItem("sent"); sessionStorage.removeItem(keyOf(form)); }
  });
}
