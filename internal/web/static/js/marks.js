// Copy buttons, busy buttons, menus that close, the list of keys.
export function copyButtons(root) {
  root.addEventListener("click", async (e) => {
    const button = e.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return; // not allowed here: the text stands on the page and can be selected
    }
    const label = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 1600);
  });
}

// A sent form cannot be sent twice; its button shows that work goes on.
export function busyStates(root) {
  root.addEventListener("submit", (e) => {
    const form = e.target;
    if (e.defaultPrevented && !form.matches("[hx-post], [hx-get]")) return;
    if (form.dataset.busy !== undefined) { e.preventDefault(); return; }
    form.dataset.busy = "";
    const button = e.submitter;
    if (button) button.setAttribute("aria-busy", "true");
  });
  const rest = () => root.querySelectorAll("form[data-busy]").forEach((form) => {
    delete form.dataset.busy;
    form.querySelectorAll("[aria-busy]").forEach((b) => b.removeAttribute("aria-busy"));
  });
  root.addEventListener("htmx:finally:request", rest);
  window.addEventListener("pageshow", rest); // back from the next page
  root.addEventListener("htmx:error", () => { const note = root.getElementById("offline"); if (note) note.hidden = false; });
  root.addEventListener("htmx:after:request", () => { const note = root.getElementById("offline"); if (note) note.hidden = true; });
}

export function menus(root) {
  root.addEventListener("click", (e) => {
    root.querySelectorAll("details.menu[open]").forEach((m) => { if (!m.contains(e.target)) m.open = false; });
    const opener = e.target.closest("[data-dialog]");
    if (opener) root.getElementById(opener.dataset.dialog)?.showModal();
    if (e.target.closest("[data-print]")) window.print();
  });
  root.addEventListener("keydown", (e) => {
    if (e.key === "Escape") root.querySelectorAll("details.menu[open]").forEach((m) => { m.open = false; m.querySelector("summary").focus(); });
  });
}
