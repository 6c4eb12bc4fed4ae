// What moves on a page. Every form works without any of this.
import htmx from "../../vendor/htmx/htmx.esm.js";
import { keepDrafts } from "./drafts.js";
import { listenForKeys } from "./keys.js";
import { copyButtons, busyStates, menus } from "./marks.js";

htmx.config.history = false; // no page with people's files is kept in the browser
htmx.config.mode = "same-origin";

keepDrafts(document);
listenForKeys(document);
copyButtons(document);
busyStates(document);
menus(document);
