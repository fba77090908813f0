// A visitor reads an offer in his language, takes its sheet and a printed
// catalogue with him, follows what is new, and one who is signed in reports.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { signInAs, submit } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const offer = '/profiles/TOBY20260202001';

for (const scripts of [true, false]) {
  test(`a visitor reads and takes away, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const page = await openPage(t, browser, app.url, { javaScriptEnabled: scripts });
    await page.goto(`${offer}?lang=en`);
    await page.locator('nav.tabs').getByText('Русский').click();
    await page.waitForURL(/text=ru/);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en', 'the page itself has changed its language');
    assert.match(await page.locator('h1').innerText(), /[а-я]/);
    await page.goto(`${offer}?lang=zh-Hans`);
    assert.match(await page.locator('h1').innerText(), /\p{Script=Han}/u);
    for (const lang of ['ru', 'en', 'zh-Hans', 'be']) {
      const sheet = await page.request.get(`${app.url}${offer}/sheet.pdf?lang=${lang}`);
      assert.equal(sheet.headers()['content-type'], 'application/pdf');
      assert.equal((await sheet.body()).subarray(0, 5).toString(), '%PDF-');
    }
    await page.goto('/catalogue/print?area=medicine&lang=en');
    await page.getByLabel(say('en', 'public.book_cover'), { exact: true }).fill('Medicine from two countries');
    const form = page.locator('main form');
    const query = await form.evaluate((f) => new URLSearchParams(new FormData(f)).toString()).catch(() => 'area=medicine&a=en&b=zh-Hans');
    const book = await page.request.get(`${app.url}/catalogue.pdf?${query}`);
    assert.equal(book.status(), 200);
    assert.equal((await book.body()).subarray(0, 5).toString(), '%PDF-');
  });
}

test('what is new is followed as a feed in each language', async (t) => {
  const page = await openPage(t, browser, app.url);
  await page.goto('/catalogue?area=medicine&lang=be');
  const href = await page.locator('link[type="application/feed+json"]').getAttribute('href');
  const feed = await (await page.request.get(app.url + href)).json();
  assert.equal(feed.language, 'be');
  assert.ok(feed.items.length > 3 && feed.items.every((i) => i.url.includes('/profiles/')));
  const again = await page.request.get(app.url + href, { headers: { 'if-none-match': (await page.request.get(app.url + href)).headers().etag } });
  assert.equal(again.status(), 304);
});

test('a reported profile is hidden until the network has looked', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'participant_by');
  await page.goto('/feeds/feed.json?lang=en&type=BO');
  const reference = JSON.parse(await page.locator('body').innerText()).items.at(-1).url.match(/profiles\/(\w+)/)[1];
  await page.goto(`/profiles/${reference}?lang=en`);
  await page.getByRole('link', { name: say('en', 'public.report') }).click();
  page.allow(/422/);
  await submit(page, page.getByRole('button', { name: say('en', 'public.report_send') }));
  await page.locator('.field-error').waitFor();
  await page.locator('textarea[name=note]').fill('The summary promises what the description does not say.');
  await submit(page, page.getByRole('button', { name: say('en', 'public.report_send') }));
  await page.locator('#flash').getByText(say('en', 'public.report_done')).waitFor();
  page.allow(/404/);
  assert.equal((await page.goto(`/profiles/${reference}`)).status(), 404);
});
