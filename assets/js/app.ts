// The islands of the pages. Each finds its elements by data attributes, works on
// fragments that arrive later, and leaves a usable page when it does not run.
import htmx from "../vendor/htmx/htmx.esm.js";
import "./toggles.ts";
import "./autosave.ts"; // before forms.ts: what it restores is counted
import "./forms.ts";
import "./drop.ts";
import "./board.ts";
import "./passkey.ts";
import { countdowns } from "./countdown.ts";

countdowns();
(window as any).htmx = htmx;
