// Forms: filters act at once, long texts count down, a refusal takes the focus.
document.addEventListener("change", (e) => {
  (e.target as HTMLElement).closest<HTMLFormElement>("form[data-autosubmit]")?.requestSubmit();
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
