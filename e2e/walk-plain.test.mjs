// Without a script, and without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { exchange, signInAs, submit, testdata, until, upload } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const en = (key, values) => say('en', key, values);

test('without a script: sign in, filter, move a meeting, import a file', async (t) => {
  const page = await openPage(t, browser, app.url, { javaScriptEnabled: false });
  await signInAs(page, 'organiser_by');
  assert.equal(new URL(page.url()).pathname, `${exchange}/plan`);

  await t.test('filter participants', async () => {
    await page.goto(`${exchange}/participants`);
    await page.locator('form input[name=country][value=CN]').check();
    await submit(page, page.locator('form:has(input[name=country])').getByRole('button').last());
    assert.match(page.url(), /country=CN/);
    const sides = await page.locator('main tbody tr').allInnerTexts();
    assert.ok(sides.length > 0 && sides.every((s) => s.includes('China')), 'others than asked for are listed');
  });
  await t.test('move a meeting by form', async () => {
    page.allow(/409/);
    await page.goto(`${exchange}/plan?view=list`);
    await page.locator('main a[href*="/plan/meetings/"]').first().click();
    const form = page.getByTestId('move-form');
    await form.getByLabel(en('plan.time')).selectOption({ index: 0 });
    await submit(page, form.getByRole('button'));
    await page.locator('#flash').getByText(en('plan.moved')).waitFor();
    await page.locator('aside').getByText(en('plan.reason_taken_out')).waitFor();
  });
  await t.test('import a file', async () => {
    await upload(page, testdata('participants.xlsx'));
    await submit(page, page.getByTestId('confirm'));
    await page.locator('#flash').getByText(en('intake.done', { people: 3, wishes: 2, changed: 0 })).waitFor();
  });
  await t.test('plan anew, compare and accept', async () => {
    await page.goto(`${exchange}/plan`);
    await submit(page, page.getByTestId('replan'));
    await page.getByRole('heading', { level: 1, name: en('plan.title') }).waitFor();
    const proposal = page.locator('main a[href*="/plan/proposals/"]');
    await until('a proposal', async () => { await page.goto(`${exchange}/plan`); return await proposal.count(); });
    await proposal.first().click();
    await page.getByRole('heading', { name: en('proposal.figures') }).waitFor();
    await submit(page, page.getByTestId('accept'));
    await page.locator('#flash').getByText(en('proposal.accepted')).waitFor();
  });
});

/** What has the focus, and whether one can see it. */
const focus = (page) => page.evaluate(() => {
  const e = document.activeElement;
  const s = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const ringed = (x) => { const c = getComputedStyle(x); return (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0) || c.boxShadow !== 'none'; };
  return {
    name: (e.getAttribute('aria-label') ?? e.innerText ?? e.name ?? '').trim().slice(0, 60), tag: e.tagName, href: e.getAttribute('href') ?? '', role: e.getAttribute('role') ?? '', input: e.name ?? '',
    seen: box.width > 0 && box.height > 0 && s.visibility === 'visible' && (ringed(e) || (e.parentElement && ringed(e.parentElement)) || (e.nextElementSibling && ringed(e.nextElementSibling))),
    inView: box.bottom > 0 && box.top < innerHeight,
  };
});

/** Presses Tab until the focus is where it should be; every stop on the way must be seen. */
async function tabTo(page, what, is) {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (at.tag === 'BODY') continue;
    assert.ok(at.seen && at.inView, `the focus cannot be seen on ${at.tag} “${at.name}” ${at.href}`);
    if (is(at)) return at;
  }
  return assert.fail(`Tab never reaches ${what}`);
}

test('by keyboard alone', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_by');

  await t.test('the skip link leads past the header', async () => {
    await page.goto(`${exchange}/participants`);
    await page.keyboard.press('Tab');
    assert.equal((await focus(page)).href, '#main');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null));
  });
  await t.test('every stop of the header is seen', async () => {
    await page.goto(`${exchange}/participants`);
    await tabTo(page, 'the event’s navigation', (at) => at.href === `${exchange}/plan`);
  });
  await t.test('facets are chosen and narrow the list', async () => {
    await page.goto(`${exchange}/participants`);
    await tabTo(page, 'the facet of the side', (at) => at.input === 'country');
    await page.keyboard.press('Space');
    await page.waitForURL(/country=/);
    assert.equal((await focus(page)).input, 'country', 'the focus stays on the facet');
  });
  await t.test('the board is one stop, walked by arrows', async () => {
    await page.goto(`${exchange}/plan`);
    await tabTo(page, 'the board', (at) => at.role === 'gridcell');
    const before = await page.evaluate(() => document.activeElement.dataset.name);
    await page.keyboard.press('ArrowRight');
    const at = await focus(page);
    assert.ok(at.seen && at.role === 'gridcell');
    assert.notEqual(await page.evaluate(() => document.activeElement.dataset.name), before);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => !document.activeElement.closest('[data-board] td')), 'Tab leaves the board');
  });
  await t.test('theme and density stay after a reload', async () => {
    await page.goto('/');
    const set = () => page.evaluate(() => [document.documentElement.dataset.theme, document.documentElement.dataset.density]);
    const before = await set();
    for (const toggle of ['theme', 'density']) {
      await page.locator(`[data-toggle=${toggle}]`).focus();
      await page.keyboard.press('Enter');
    }
    const chosen = await set();
    assert.notEqual(chosen[0], before[0]);
    assert.notEqual(chosen[1], before[1]);
    await page.reload();
    assert.deepEqual(await set(), chosen);
  });
});
