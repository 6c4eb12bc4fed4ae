// What moves on a page. Every form works without any of this.
import htmx from "../../vendor/htmx/htmx.esm.js";
import { keepDrafts } from "./drafts.js";
import { listenForKeys } from "./keys.js";
import { copyButtons, busyStates, menus } from "./marks.js";

htmx.config.history = false; // no page with people's files is kept in the browser
htmx.config.mode = "same-origin";

// The page's policy lets HTML in through this one door, and code through none:
// what the server sends carries no script to be run.
const refuse = () => { throw new TypeError("no code in attributes"); };
htmx.registerExtension("door", {
  init(api) {
    api.initSecurity(window.trustedTypes?.createPolicy("htmx", { createHTML: (s) => s, createScript: () => "" }), refuse, refuse);
  },
});

keepDrafts(document);
listenForKeys(document);
copyButtons(document);
busyStates(document);
menus(document);
