// The organiser's grid of people and slots, as a walk sees it.
import assert from 'node:assert/strict';
import { exchange } from './steps.mjs';

/** Every person's row on a day of the provisional plan: {name, cells: [{state, piece}]}, all pages of it. */
export function peopleRows(page, day = 0) {
  return page.evaluate(async ([base, day]) => {
    const rows = [];
    for (let n = 1; ; n++) {
      const html = await (await fetch(`${base}/plan?version=provisional&view=people&day=${day}&page=${n}`)).text();
      const found = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('#board tbody tr')].map((tr) => ({
        name: tr.querySelector('th a').textContent.trim(),
        cells: [...tr.querySelectorAll('td')].map((td) => ({
          state: /cell-(\w+)/.exec(td.className)[1], piece: td.querySelector('[data-draggable]')?.dataset.piece ?? '',
        })),
      }));
      if (found.length === 0 || found[0].name === rows.at(-found.length)?.name) return rows;
      rows.push(...found);
    }
  }, [exchange, day]);
}

/**
 * A meeting of two with a slot in which both are free, and one in which only
 * the first is: {piece, name, partner, from, to, busy}, columns counting from 0.
 */
export function moveOf(rows) {
  for (const row of rows) {
    for (const [from, { piece }] of row.cells.entries()) {
      const people = piece ? rows.filter((r) => r.cells.some((c) => c.piece === piece)) : [];
      if (people.length !== 2 || rows.filter((r) => r.name.includes(row.name)).length !== 1) continue;
      const partner = people.find((r) => r !== row);
      const to = row.cells.findIndex((c, i) => c.state === 'free' && partner.cells[i].state === 'free');
      const busy = row.cells.findIndex((c, i) => c.state === 'free' && partner.cells[i].state === 'taken');
      if (to >= 0 && busy >= 0) return { piece, name: row.name, partner: partner.name, from, to, busy };
    }
  }
  return assert.fail('no meeting of two has both a free and a busy slot');
}

/** Opens the grid with one person's row, and returns how to find its cells. */
export async function openRow(page, name) {
  await page.goto(`${exchange}/plan?version=provisional&view=people&q=${encodeURIComponent(name)}`);
  const row = page.locator('#board tbody tr').filter({ has: page.getByRole('link', { name, exact: true }) }).first();
  const cell = (i) => row.locator('td').nth(i);
  return { row, cell, holds: (i, piece) => cell(i).locator(`[data-piece="${piece}"]`) };
}

/** Drags the meeting from one cell to another with the mouse. */
export async function drag(page, piece, cell) {
  await piece.scrollIntoViewIfNeeded();
  const a = await piece.boundingBox();
  const b = await cell.boundingBox();
  await page.mouse.move(a.x + 12, a.y + 8);
  await page.mouse.down();
  await page.mouse.move(a.x + 24, a.y + 12, { steps: 3 });
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 8 });
  await page.mouse.up();
}
