// Forms: filters act at once, long texts count down, a refusal takes the focus.
document.addEventListener("change", (e) => {
  (e.target as HTMLElement).closest<HTMLFormElement>("form[data-autosubmit]")?.requestSubmit();
});

// A list that is narrowed in place stays where the reader's eye is: while both
// the old and the new content stand, the browser would carry the scroll along.
let eye: number | null = null;
document.addEventListener("htmx:beforeSwap", (e) => {
  eye = (e as CustomEvent).detail.boosted ? scrollY : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (eye !== null) scrollTo({ top: eye, behavior: "instant" });
});

// A second press on a form that is being sent would send it twice.
document.addEventListener("submit", (e) => {
  const form = e.target as HTMLFormElement;
  if (form.method !== "post" || e.defaultPrevented) return;
  if (form.dataset.sent) {
    e.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000); // the answer may be a file
});

addEventListener("pageshow", () => {
  for (const f of document.querySelectorAll<HTMLElement>("form[data-sent]")) delete f.dataset.sent;
});

const grouped = (n: number) => n.toLocaleString(document.documentElement.lang);

// countLeft tells how much of a field's limit is used, in code points as the
// server counts, with line breaks as one. From nine tenths on it says so.
function countLeft(field: HTMLTextAreaElement | HTMLInputElement) {
  const says = document.querySelector<HTMLElement>(`[data-left-for="${CSS.escape(field.id)}"]`);
  if (!says) return;
  const used = [...field.value].length;
  const max = Number(field.dataset.max);
  const words = used > max ? says.dataset.sayOver?.replace("{over}", String(used - max)) : says.dataset.sayLeft?.replace("{left}", String(max - used));
  const level = used > max ? "over" : used >= 0.9 * max ? "near" : "";
  says.querySelector("[data-left]")!.textContent = `· ${grouped(used)} / ${grouped(max)}` + (level ? ` · ${words}` : "");
  says.classList.toggle("counter-near", level === "near");
  says.classList.toggle("counter-over", level === "over");
  if (document.activeElement !== field || (says.dataset.level ?? "") === level) return;
  says.dataset.level = level;
  says.querySelector("[data-left-says]")!.textContent = level ? (words ?? "") : "";
}

function countAll(root: ParentNode) {
  for (const f of root.querySelectorAll<HTMLTextAreaElement>("[data-max]")) countLeft(f);
}

document.addEventListener("input", (e) => {
  const field = e.target as HTMLTextAreaElement;
  if (field.dataset?.max) countLeft(field);
});
document.addEventListener("htmx:afterSettle", (e) => countAll((e.target as Element).parentNode ?? document));
countAll(document);

function focusRefusal(root: ParentNode) {
  const found = root.querySelector<HTMLElement>("[data-focus]");
  if (found && !found.closest("[data-quiet]")) found.focus();
}

document.addEventListener("htmx:afterSettle", (e) => focusRefusal(e.target as HTMLElement));
focusRefusal(document);
