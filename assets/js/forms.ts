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

function countLeft(area: HTMLTextAreaElement) {
  const says = document.querySelector<HTMLElement>(`[data-left-for="${CSS.escape(area.id)}"]`);
  if (!says) return;
  const used = [...area.value].length;
  const max = Number(area.dataset.max);
  says.dataset.words ??= says.textContent ?? "";
  says.textContent = `${says.dataset.words} · ${used} / ${max}`;
  says.classList.toggle("text-danger", used > max);
}

document.addEventListener("input", (e) => {
  const area = e.target as HTMLTextAreaElement;
  if (area.dataset?.max) countLeft(area);
});

function focusRefusal(root: ParentNode) {
  const found = root.querySelector<HTMLElement>("[data-focus]");
  if (found && !found.closest("[data-quiet]")) found.focus();
}

document.addEventListener("htmx:afterSettle", (e) => focusRefusal(e.target as HTMLElement));
focusRefusal(document);
