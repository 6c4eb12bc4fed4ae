// A key presses the button, follows the link or takes the field that carries
// data-key="x". Keys are single, without Ctrl or Alt; a letter works by its
// place on the keyboard too, so the Arabic layout needs no switching. None
// fires while somebody types.
const typing = (el) => el.isContentEditable || el.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");

function wanted(e) {
  const names = [e.key.toLowerCase()];
  if (/^Key[A-Z]$/.test(e.code)) names.push(e.code.slice(3).toLowerCase());
  if (/^Digit[0-9]$/.test(e.code)) names.push(e.code.slice(5));
  if (e.code === "Slash") names.push(e.shiftKey ? "?" : "/");
  return names;
}

function target(names) {
  const open = document.querySelector("dialog[open]");
  for (const name of names) {
    const found = [...(open || document).querySelectorAll("[data-key]")].find((el) => el.dataset.key === name && !el.disabled && el.getClientRects().length);
    if (found) return found;
  }
  return null;
}

export function listenForKeys(root) {
  root.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || e.repeat) return;
    if (typing(e.target)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    const el = target(wanted(e));
    if (!el) return;
    e.preventDefault();
    if (el.matches("input:not([type=submit], [type=button], [type=checkbox], [type=radio]), textarea, select")) { el.focus(); el.select?.(); } else el.click();
  });
}
