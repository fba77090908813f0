// The catalogue: found while one types, narrowed, compared, and a search kept.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { saveSearch } from './lib/catalogue.mjs';
import { signInAs, submit, until } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const en = (key, values) => say('en', key, values);
const cards = (page) => page.getByTestId('cards').locator('.card-title a');

test('a visitor finds, narrows and compares', async (t) => {
  const page = await openPage(t, browser, app.url);
  await page.goto('/?lang=en');
  await page.locator('main form[role=search] input[name=q]').fill('membrane');
  await Promise.all([page.waitForURL(/\/catalogue\?q=membrane/), page.keyboard.press('Enter')]);

  await t.test('while one types', async () => {
    await page.goto('/catalogue?lang=en');
    const box = page.locator('main form[role=search] input[name=q]');
    const before = await cards(page).count();
    await box.pressSequentially('激光', { delay: 30 });
    await page.waitForURL(/q=%E6%BF%80%E5%85%89/);
    await until('marked words', () => page.locator('#found mark').count());
    assert.ok((await cards(page).count()) < before);
    assert.equal(await page.evaluate(() => document.activeElement.name), 'q', 'the box has lost the focus');
  });
  await t.test('narrowed by a choice, and lifted', async () => {
    await page.goto('/catalogue?kind=offer');
    const row = page.locator('.facets .facet-row').filter({ has: page.locator('input[name=country][value=CN]') });
    const count = await row.locator('.facet-count').innerText();
    await row.locator('input').check();
    await page.waitForURL(/country=CN/);
    await page.locator('.found').getByText(en('catalogue.found', { n: Number(count) })).waitFor();
    await page.locator('.chip-remove').click();
    await page.waitForURL((u) => !u.search.includes('country'));
  });
  await t.test('two side by side', async () => {
    await page.goto('/catalogue');
    for (const n of [0, 1]) await page.locator('.pick input').nth(n).check();
    await submit(page, page.locator('#selection button').first());
    assert.equal(await page.getByTestId('compared').locator('thead th').count(), 2);
  });
  await t.test('the map leads to a region', async () => {
    await page.goto('/catalogue?view=map');
    const region = page.locator('.map-list li').first();
    const n = Number(await region.locator('.num').innerText());
    await region.locator('a').click();
    await page.locator('.found').getByText(en('catalogue.found', { n })).waitFor();
  });
});

test('without a script: searched, narrowed, compared', async (t) => {
  const page = await openPage(t, browser, app.url, { javaScriptEnabled: false });
  await page.goto('/catalogue?lang=en');
  await page.locator('main form[role=search] input[name=q]').fill('laser');
  await submit(page, page.locator('main form[role=search]').getByRole('button'));
  const all = await cards(page).count();
  assert.ok(all > 1);
  await page.locator('.facets input[name=country][value=BY]').check();
  await submit(page, page.locator('.facets form').getByRole('button'));
  assert.match(page.url(), /q=laser/);
  assert.ok((await cards(page).count()) < all);
  await page.locator('.pick input').first().check();
  await submit(page, page.locator('#selection button').first());
  assert.equal(await page.getByTestId('compared').locator('thead th').count(), 1);
});

test('a member keeps a search', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'adviser_by');
  await saveSearch(page, 'Lasers of China');
  const line = page.locator('main .card').filter({ hasText: 'Lasers of China' });
  await line.locator('summary').click();
  await line.locator('input[name=name]').fill('Lasers');
  await line.locator('input[name=alert]').uncheck();
  await submit(page, line.getByTestId('change-search').getByRole('button'));
  await page.locator('main .card').getByText(en('searches.alert_off')).waitFor();
  await page.locator('main .card-title a').first().click();
  await page.waitForURL(/\/catalogue\?country=CN&q=laser/);
  await page.goto('/desk/searches');
  await submit(page, page.locator('form[action$="/drop"] button').first());
  await page.getByText(en('searches.empty')).waitFor();
});
