// Moves pieces on a board: by pointer, and by keyboard alone. The server is
// asked whether a move is allowed and answers with the board as it then stands.
import htmx from "../vendor/htmx/htmx.esm.js";
import { drags } from "./board-drag.ts";

const cellsOf = "td[role=gridcell]";

type Held = { board: HTMLElement; piece: HTMLElement; home: HTMLElement };
let held: Held | null = null;

const boardOf = (el: Element) => el.closest<HTMLElement>("[data-board]");

// say speaks a text of the board's attributes through its live region.
function say(board: HTMLElement, key: string, piece = "", place = "") {
  const region = board.querySelector("[data-board-says]");
  const text = board.dataset["say" + key] ?? "";
  if (region) region.textContent = text.replace("{piece}", piece).replace("{place}", place);
}

const nameOf = (el: HTMLElement) => el.dataset.name ?? "";

// prepare leaves one tab stop a board; the cell last visited keeps it.
function prepare(root: ParentNode) {
  for (const board of root.querySelectorAll<HTMLElement>("[data-board]")) {
    const cells = [...board.querySelectorAll<HTMLElement>(cellsOf)];
    for (const c of cells) {
      c.tabIndex = -1;
      for (const a of c.querySelectorAll<HTMLElement>("a")) a.tabIndex = -1;
    }
    const first = cells.find((c) => c.querySelector("[data-draggable]")) ?? cells[0];
    if (first) first.tabIndex = 0;
  }
}

function focusCell(board: HTMLElement, cell: HTMLElement) {
  for (const c of board.querySelectorAll<HTMLElement>(cellsOf + "[tabindex='0']")) c.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const steps: Record<string, [number, number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

function neighbour(cell: HTMLElement, dy: number, dx: number): HTMLElement | null {
  const row = cell.closest("tr") as HTMLTableRowElement;
  const rows = [...(row.parentElement?.children ?? [])];
  const x = [...row.querySelectorAll(cellsOf)].indexOf(cell);
  const to = rows[rows.indexOf(row) + dy];
  return (to?.querySelectorAll<HTMLElement>(cellsOf)[x + dx] as HTMLElement) ?? null;
}

function pickUp(board: HTMLElement, piece: HTMLElement) {
  putBack();
  held = { board, piece, home: piece.closest(cellsOf) as HTMLElement };
  piece.classList.add("piece-held");
  board.classList.add("board-moving");
  say(board, "Picked", nameOf(piece), nameOf(held.home));
}

function putBack() {
  if (!held) return null;
  const was = held;
  held = null;
  was.piece.classList.remove("piece-held");
  was.board.classList.remove("board-moving");
  return was;
}

// drop asks the server for the move, then returns the focus to the new place.
async function drop(cell: HTMLElement) {
  const move = held;
  if (!move) return;
  if (cell.dataset.row === undefined) {
    say(move.board, "Closed", nameOf(move.piece), nameOf(cell));
    return;
  }
  putBack();
  if (cell === move.home) return say(move.board, "Cancelled", nameOf(move.piece));
  const { id } = move.board;
  const { row, col } = cell.dataset;
  move.board.setAttribute("aria-busy", "true");
  await htmx.ajax("POST", move.board.dataset.moveUrl ?? "", {
    source: move.board, target: move.board.dataset.target, swap: "outerHTML",
    values: { piece: move.piece.dataset.piece, row, col },
  });
  after(id, move.piece.dataset.piece ?? "", nameOf(move.piece));
}

// after finds the piece on the board that the server sent and says where it is.
function after(id: string, piece: string, name: string) {
  const board = document.getElementById(id);
  if (!board) return;
  board.removeAttribute("aria-busy");
  const cell = board.querySelector(`[data-piece="${CSS.escape(piece)}"]`)?.closest<HTMLElement>(cellsOf);
  if (!cell) return;
  focusCell(board, cell);
  say(board, board.dataset.failed ? "Failed" : "Dropped", name, nameOf(cell));
}

function onKey(e: KeyboardEvent) {
  const cell = (e.target as Element).closest<HTMLElement>(cellsOf);
  const board = cell && boardOf(cell);
  if (!cell || !board || e.target !== cell || e.altKey || e.metaKey) return;
  const step = steps[e.key];
  if (step) {
    const to = neighbour(cell, ...step);
    if (to) {
      focusCell(board, to);
      if (held) say(board, to.dataset.row === undefined ? "Closed" : "Over", nameOf(held.piece), nameOf(to));
    }
  } else if (e.key === "Enter" && e.shiftKey) {
    cell.querySelector<HTMLElement>("a")?.click();
  } else if (e.key === "Enter" || e.key === " ") {
    const piece = cell.querySelector<HTMLElement>("[data-draggable]");
    if (held) void drop(cell);
    else if (piece) pickUp(board, piece);
  } else if (e.key === "Escape" && held) {
    const was = putBack();
    if (was) {
      focusCell(board, was.home);
      say(board, "Cancelled", nameOf(was.piece));
    }
  } else return;
  e.preventDefault();
}

document.addEventListener("keydown", onKey);
document.addEventListener("focusin", (e) => {
  const cell = (e.target as Element).closest<HTMLElement>(cellsOf);
  const board = cell && boardOf(cell);
  if (!cell || !board) return;
  for (const c of board.querySelectorAll<HTMLElement>(cellsOf + "[tabindex='0']")) c.tabIndex = -1;
  cell.tabIndex = 0;
});
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, (e) => {
    const board = (e.target as Element).closest?.<HTMLElement>("[data-board]");
    if (!board) return;
    board.dataset.failed = "true";
    board.classList.add("board-failed");
  });
}
document.addEventListener("htmx:afterSettle", (e) => prepare((e.target as Element).parentNode ?? document));
prepare(document);
drags({ cellsOf, boardOf, pickUp, putBack, drop });
