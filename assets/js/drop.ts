// A file field that files can be dropped on. The form stays an ordinary form.
function zoneOf(e: Event) {
  return (e.target as Element).closest?.<HTMLElement>("[data-drop]") ?? null;
}

function showNames(zone: HTMLElement) {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  const says = zone.querySelector<HTMLElement>("[data-drop-name]");
  if (!input || !says) return;
  says.textContent = [...(input.files ?? [])].map((f) => f.name).join(", ");
  zone.classList.toggle("drop-full", Boolean(input.files?.length));
}

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (e) => {
    const zone = zoneOf(e);
    if (!zone) return;
    e.preventDefault();
    zone.classList.add("drop-over");
  });
}

document.addEventListener("dragleave", (e) => {
  const zone = zoneOf(e);
  if (zone && !zone.contains((e as DragEvent).relatedTarget as Node)) zone.classList.remove("drop-over");
});

document.addEventListener("drop", (e) => {
  const zone = zoneOf(e);
  const input = zone?.querySelector<HTMLInputElement>("input[type=file]");
  const files = e.dataTransfer?.files;
  if (!zone || !input || !files?.length) return;
  e.preventDefault();
  zone.classList.remove("drop-over");
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (e) => {
  const zone = zoneOf(e);
  if (zone) showNames(zone);
});
