// Dragging by mouse, pen or (after a short press) finger. Pointer events serve
// all three, where native dragging knows no touch.
export type Board = {
  cellsOf: string;
  boardOf(el: Element): HTMLElement | null;
  pickUp(board: HTMLElement, piece: HTMLElement): void;
  putBack(): unknown;
  drop(cell: HTMLElement): Promise<void>;
};
type Drag = { piece: HTMLElement; x: number; y: number; id: number; on: boolean; over: HTMLElement | null };
const threshold = 6;
const pressMs = 350;

export function drags({ cellsOf, boardOf, pickUp, putBack, drop }: Board) {
  let drag: Drag | null = null;
  let press = 0;

  function start() {
    const board = drag && boardOf(drag.piece);
    if (!drag || !board) return;
    drag.on = true;
    pickUp(board, drag.piece);
    drag.piece.classList.add("piece-drag");
    drag.piece.setPointerCapture(drag.id);
  }

  function hover(cell: HTMLElement | null) {
    drag?.over?.classList.remove("cell-over");
    if (drag) drag.over = cell;
    cell?.classList.add("cell-over");
  }

  function stop() {
    clearTimeout(press);
    if (!drag) return;
    hover(null);
    drag.piece.classList.remove("piece-drag");
    drag.piece.removeAttribute("style");
    drag = null;
  }

  // edge scrolls the board when the pointer nears its border.
  function edge(e: PointerEvent) {
    const box = drag?.piece.closest<HTMLElement>(".board-scroll");
    if (!box) return;
    const r = box.getBoundingClientRect();
    const near = 48;
    if (e.clientX > r.right - near) box.scrollLeft += 12;
    if (e.clientX < r.left + near) box.scrollLeft -= 12;
    if (e.clientY > r.bottom - near) box.scrollTop += 12;
    if (e.clientY < r.top + near) box.scrollTop -= 12;
  }

  document.addEventListener("pointerdown", (e) => {
    const at = e.target as Element;
    const piece = at.closest<HTMLElement>("[data-draggable]");
    if (!piece || !boardOf(piece) || e.button !== 0 || at.closest("a, button")) return;
    drag = { piece, x: e.clientX, y: e.clientY, id: e.pointerId, on: false, over: null };
    if (e.pointerType === "touch") press = window.setTimeout(start, pressMs);
  });

  document.addEventListener("pointermove", (e) => {
    if (!drag || e.pointerId !== drag.id) return;
    const dx = e.clientX - drag.x;
    const dy = e.clientY - drag.y;
    const far = Math.hypot(dx, dy) > threshold;
    if (!drag.on && far) {
      if (e.pointerType === "touch") return stop(); // it scrolls
      start();
    }
    if (!drag.on) return;
    drag.piece.style.transform = `translate(${dx}px, ${dy}px)`;
    const cell = document.elementFromPoint(e.clientX, e.clientY)?.closest<HTMLElement>(cellsOf + "[data-droppable]") ?? null;
    if (cell !== drag.over) hover(cell);
    edge(e);
  });

  document.addEventListener("pointerup", () => {
    const over = drag?.over;
    const on = drag?.on;
    stop();
    if (!on) return;
    if (over) void drop(over);
    else putBack();
  });
  document.addEventListener("pointercancel", () => {
    stop();
    putBack();
  });
  document.addEventListener("touchmove", (e) => {
    if (drag?.on) e.preventDefault();
  }, { passive: false });
}
