// Forms that save as one types; ui.AutosaveProps says how the server answers.
// What is not saved yet stays in the browser, under a name that the page gives.
import htmx from "../vendor/htmx/htmx.esm.js";

type Draft = { revision: string; at: string; sent: boolean; fields: [string, string][] };
type State = "saving" | "saved" | "unsaved" | "refused" | "signedout" | "restored";

const typingPause = 1500;
const retryPauses = [5, 10, 20, 40, 60].map((s) => s * 1000);
const prefix = "draft:";

const clock = (d: Date) => `${String(d.getHours()).padStart(2, "0")}:${String(d.getMinutes()).padStart(2, "0")}`;

class Saver {
  private timer = 0;
  private busy = false;
  private dirty = false; // something was typed since the last sending
  private halted = false; // a conflict waits for a person
  private failures = 0;
  private said?: State; // in the live region
  private next?: () => void; // a submit that waits for the sending under way

  constructor(private readonly form: HTMLFormElement) {
    this.restore();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("focusout", (e) => {
      if (!(e.relatedTarget as HTMLElement | null)?.closest("button")) this.soon(0);
    });
    form.addEventListener("submit", (e) => this.submitted(e));
    addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) void this.send(true);
    });
  }

  private get key() { return prefix + this.form.dataset.autosave; }
  private get revision() { return this.form.querySelector<HTMLInputElement>("input[name=revision]")!; }

  private fields(): [string, string][] {
    return [...new FormData(this.form)].filter((f): f is [string, string] => typeof f[1] === "string" && f[0] !== "revision" && f[0] !== "conflict-revision");
  }

  private typed() {
    this.dirty = true;
    this.keep(false);
    this.soon(typingPause);
  }

  private soon(ms: number) {
    if (!this.dirty || this.halted) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), ms);
  }

  private submitted(e: SubmitEvent) {
    clearTimeout(this.timer);
    if (this.busy) { // its answer brings the revision to send
      e.preventDefault();
      this.next = () => this.form.requestSubmit(e.submitter);
      return;
    }
    this.keep(true);
    this.dirty = false;
  }

  private async send(keepalive = false) {
    if (!this.dirty || this.halted || this.busy) return;
    this.busy = true;
    this.dirty = false;
    this.show("saving");
    const body = new URLSearchParams([["revision", this.revision.value], ...this.fields()]);
    try {
      await this.answered(await fetch(this.form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual", keepalive }));
    } catch {
      this.failed("unsaved");
    }
    this.busy = false;
    const { next } = this;
    this.next = undefined;
    if (next) next();
    else if (!this.failures) this.soon(typingPause);
  }

  private async answered(r: Response) {
    if (r.ok) return this.saved(r);
    if (r.type === "opaqueredirect" || r.status === 401) return this.failed("signedout");
    if (![409, 413, 422].includes(r.status)) return this.failed("unsaved");
    this.halted = r.status === 409;
    this.failures = 0;
    this.show("refused");
    const place = this.form.querySelector<HTMLElement>("[data-autosave-answer]")!;
    place.innerHTML = await r.text();
    htmx.process(place);
    if (this.halted) place.scrollIntoView({ block: "nearest" });
  }

  private async saved(r: Response) {
    this.failures = 0;
    this.revision.value = r.headers.get("X-Revision") ?? this.revision.value;
    this.form.querySelector("[data-autosave-answer]")!.replaceChildren();
    if (this.dirty) this.keep(false);
    else forget(this.key);
    this.show("saved", new Date());
    const parts = document.createElement("template");
    parts.innerHTML = await r.text();
    for (const part of [...parts.content.children]) {
      const old = part.id ? document.getElementById(part.id) : null;
      if (!old || old.contains(document.activeElement)) continue;
      old.replaceWith(part);
      htmx.process(part);
    }
  }

  private failed(state: State) {
    this.dirty = true;
    this.show(state);
    this.soon(retryPauses[Math.min(this.failures++, retryPauses.length - 1)]);
  }

  private show(state: State, at?: Date) {
    const words = (this.form.dataset[`say${state[0].toUpperCase()}${state.slice(1)}`] ?? "").replace("{time}", at ? clock(at) : "");
    const says = this.form.querySelector<HTMLElement>("[data-autosave-says]")!;
    says.textContent = words;
    says.dataset.state = state;
    if (state === "saving" || state === this.said) return; // spoken once, not at every pause
    this.said = state;
    this.form.querySelector("[data-autosave-live]")!.textContent = words;
  }

  private keep(sent: boolean) {
    const d: Draft = { revision: this.revision.value, at: new Date().toISOString(), sent, fields: this.fields() };
    try {
      localStorage.setItem(this.key, JSON.stringify(d));
    } catch {
      // Storage may be closed or full; the server still gets it.
    }
  }

  // restore brings back what an earlier page could not save. It keeps the
  // revision that was typed over, so that the server sees a conflict if there is.
  private restore() {
    const d = draftOf(this.key);
    if (!d) return;
    const now = JSON.stringify(this.fields());
    if (JSON.stringify(d.fields) === now || (d.sent && d.revision !== this.revision.value)) return forget(this.key);
    fill(this.form, d.fields);
    if (JSON.stringify(this.fields()) === now) return forget(this.key);
    this.revision.value = d.revision;
    this.dirty = true;
    this.show("restored", new Date(d.at));
    this.soon(typingPause);
  }
}

function draftOf(key: string): Draft | undefined {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function forget(key: string) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage may be closed.
  }
}

function fill(form: HTMLFormElement, fields: [string, string][]) {
  const rest = [...fields];
  const take = (name: string, value?: string) => {
    const i = rest.findIndex((f) => f[0] === name && (value === undefined || f[1] === value));
    return i < 0 ? undefined : rest.splice(i, 1)[0][1];
  };
  for (const e of form.elements) {
    if (e instanceof HTMLInputElement && ["hidden", "file", "submit", "password"].includes(e.type)) continue;
    if (e instanceof HTMLInputElement && (e.type === "checkbox" || e.type === "radio")) {
      e.checked = take(e.name, e.value) !== undefined;
    } else if (e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement) {
      e.value = take(e.name) ?? e.value;
    }
  }
}

// Who signs out leaves nothing on the machine.
document.addEventListener("submit", (e) => {
  if (!(e.target as HTMLFormElement).action.endsWith("/sign-out")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) forget(key);
  } catch {
    // Storage may be closed.
  }
});

const known = new WeakSet<HTMLFormElement>();
function prepare(root: ParentNode) {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-autosave]")) {
    if (known.has(form)) continue;
    known.add(form);
    new Saver(form);
  }
}
document.addEventListener("htmx:afterSettle", (e) => prepare((e.target as Element).parentNode ?? document));
prepare(document);
