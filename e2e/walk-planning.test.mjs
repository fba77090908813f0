// The organiser's desk: plan, watch, stop, compare, accept, take back, repair.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { exchange, propose, repair, signInAs, submit } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const en = (key, values) => say('en', key, values);
const flash = (page) => page.locator('#flash');
const cells = async (page, label) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: label, exact: true }) }).getByRole('cell').allInnerTexts();

test('a long planning is watched and stopped; what it had is a proposal', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_by');
  await page.goto(`${exchange}/plan`);
  const form = page.getByTestId('plan-options');
  await page.locator('details', { has: form }).locator('summary').click();
  for (const [name, value] of [['from', 'scratch'], ['aim', 'compact'], ['search', 'thorough']]) await form.locator(`input[name=${name}][value=${value}]`).check();
  await submit(page, form.getByRole('button'));
  await page.locator('#run').getByText(en('plan.stage_gaps')).waitFor({ timeout: 60_000 });
  assert.match(await page.locator('#run').innerText(), /\d+ meetings placed/);
  await submit(page, page.getByTestId('stop'));
  const asked = Date.now();
  await page.waitForURL(/\/plan\/proposals\//, { timeout: 30_000 });
  assert.ok(Date.now() - asked < 10_000, `it took ${Date.now() - asked} ms to stop`);
  const lead = await page.locator('main .lead').innerText();
  assert.ok(lead.includes(en('proposal.cut')), lead);
  await page.getByRole('heading', { level: 1, name: en('proposal.aim_compact') }).waitFor();
});

test('two proposals are compared; one is accepted, and taken back', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_cn');
  await page.goto(`${exchange}/plan?version=provisional`);
  const before = await page.locator('.figures').first().innerText();
  await propose(page);
  const [was, now] = await cells(page, en('plan.placed'));
  assert.match(was, /^\d+$/);
  assert.match(now, /^\d+$/);
  await page.getByRole('navigation', { name: en('proposal.with') }).getByRole('link').nth(1).click();
  await page.waitForURL(/with=/);
  await page.getByRole('columnheader', { name: en('proposal.aim_compact') }).waitFor();
  await page.getByRole('navigation', { name: en('proposal.with') }).getByRole('link').first().click();
  await submit(page, page.getByTestId('accept'));
  assert.ok((await flash(page).innerText()).includes(en('proposal.accepted')));
  assert.ok((await page.locator('.figures').first().innerText()).replace(/\D/g, ' ').includes(now));
  await page.getByRole('link', { name: en('proposal.replaced') }).click();
  await submit(page, page.getByTestId('accept'));
  assert.equal(await page.locator('.figures').first().innerText(), before, 'the plan before is back');
});

test('a participant cancels: the repair is shown, then accepted', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_cn');
  await page.goto(`${exchange}/plan/repair`);
  const who = await page.getByTestId('repair-person').locator('select[name=participant] option').first().innerText();
  await repair(page);
  await page.locator('.notice').getByText(en('repair.proven')).waitFor();
  await submit(page, page.getByTestId('accept'));
  assert.ok((await flash(page).innerText()).includes(en('proposal.accepted')));
  await page.goto(`${exchange}/plan/repair`);
  const left = await page.getByTestId('repair-person').locator('select[name=participant] option').allInnerTexts();
  assert.ok(!left.includes(who), `${who} is still there`);
});

test('a wish without a time: the reason, and another meeting given up for it', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_by');
  await page.goto(`${exchange}/plan?version=provisional&view=unplaced`);
  const remedy = page.getByTestId('remedies').getByRole('button').first();
  const addresses = await page.locator('main a[href*="/plan/meetings/"]').evaluateAll((list) => list.map((a) => a.getAttribute('href')));
  for (const address of addresses) {
    await page.goto(address);
    if (await remedy.count()) break;
  }
  assert.notEqual(await page.locator('aside .muted').first().innerText(), '', 'the reason is said');
  await submit(page, remedy);
  assert.ok((await flash(page).innerText()).includes(en('remedy.done')));
  await page.getByText(en('plan.locked_text')).waitFor();
});

test('one more slot: the effect is shown and nothing is stored', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'secretariat');
  await page.goto(`${exchange}/plan/whatif`);
  const form = page.getByTestId('whatif');
  await form.getByLabel(en('whatif.slots')).fill('1');
  await submit(page, form.getByRole('button'));
  const [was, now] = await cells(page, en('plan.placed'));
  assert.ok(Number(now) > Number(was), `${was} meetings as things are, ${now} with one more slot`);
});
