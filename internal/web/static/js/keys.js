// A key presses the button, follows the link or takes the field that carries
// data-key="x". Keys are single, without Ctrl or Alt; a letter works by its
// place on the keyboard too, so the Arabic layout needs no switching. None
// fires while somebody types. Digits pressed one soon after the other make a
// number, where something carries it: 1 leads to the first, 1 and 2 to the twelfth.
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

const soon = 1500; // milliseconds between the digits of one number
let number = "";
let since = 0;

// numbers gives the number that the digits so far make, before the digit alone.
function numbers(names, now) {
  const digit = names.find((n) => /^[0-9]$/.test(n));
  number = digit ? (now - since < soon ? number : "") + digit : "";
  since = now;
  return number.length > 1 ? [number, ...names] : names;
}

// follow presses what a key leads to. Where that is a place on the page that holds
// the link itself, Tab goes on from the link, not from the place's beginning.
function follow(el) {
  el.click();
  const place = el.hash ? document.getElementById(el.hash.slice(1)) : null;
  if (place?.contains(el)) el.focus();
}

export function listenForKeys(root) {
  root.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || e.repeat) return;
    if (typing(e.target)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    const el = target(numbers(wanted(e), e.timeStamp));
    if (!el) return;
    e.preventDefault();
    if (el.matches("input:not([type=submit], [type=button], [type=checkbox], [type=radio]), textarea, select")) { el.focus(); el.select?.(); } else follow(el);
  });
}
