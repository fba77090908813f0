// Theme and density toggles, menus and dialogs.
const root = document.documentElement;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be closed; the choice then lasts for this page.
  }
}

function isDark() {
  const t = root.dataset.theme;
  return t === "dark" || (t !== "light" && darkSystem.matches);
}

// show names each toggle by what it does next, or by its state.
function show() {
  for (const b of document.querySelectorAll<HTMLButtonElement>("[data-toggle]")) {
    if (b.dataset.toggle === "density") {
      b.setAttribute("aria-pressed", String(root.dataset.density === "compact"));
      continue;
    }
    const label = (isDark() ? b.dataset.labelLight : b.dataset.labelDark) ?? "";
    b.title = label;
    const name = b.querySelector(".tool-name");
    if (name) name.textContent = label;
  }
}

const acts: Record<string, () => void> = {
  theme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
  },
  density() {
    root.dataset.density = root.dataset.density === "compact" ? "calm" : "compact";
    remember("density", root.dataset.density);
  },
};

document.addEventListener("click", (e) => {
  const at = e.target as Element;
  const toggle = at.closest<HTMLElement>("[data-toggle]");
  if (toggle) {
    acts[toggle.dataset.toggle ?? ""]?.();
    show();
  }
  const opener = at.closest<HTMLElement>("[data-dialog-open]");
  if (opener) {
    (document.getElementById(opener.dataset.dialogOpen ?? "") as HTMLDialogElement | null)?.showModal();
  }
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
    if (!menu.contains(at)) menu.open = false;
  }
});

document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

darkSystem.addEventListener("change", show);
show();

// Filters start folded where they would push the list off a small screen.
if (matchMedia("(max-width: 56rem)").matches) {
  for (const f of document.querySelectorAll<HTMLDetailsElement>("details[data-facets]")) f.open = false;
}
