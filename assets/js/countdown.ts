// Keeps the time left going, in the two largest units, as the server wrote it.
const minute = 60_000;

function left(el: HTMLElement, now: number): string {
  const ms = Number(el.dataset.countdown) - now;
  const { days, hours, minutes, over } = el.dataset;
  if (ms <= 0) return over ?? "";
  const d = Math.floor(ms / (24 * 60 * minute));
  const h = Math.floor(ms / (60 * minute)) % 24;
  const m = Math.floor(ms / minute) % 60;
  if (d > 0) return `${d}\u00a0${days} ${h}\u00a0${hours}`;
  if (h > 0) return m > 0 ? `${h}\u00a0${hours} ${m}\u00a0${minutes}` : `${h}\u00a0${hours}`;
  return `${m}\u00a0${minutes}`;
}

export function countdowns() {
  const tick = () => {
    for (const el of document.querySelectorAll<HTMLElement>("[data-countdown]")) {
      const text = left(el, Date.now());
      if (el.textContent !== text) el.textContent = text;
    }
  };
  setInterval(tick, 15_000);
  document.addEventListener("htmx:afterSettle", tick);
  document.addEventListener("visibilitychange", tick);
}
