// The editor's components on the gallery page: saving as one types, whatever the
// server answers, and counting.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const title = '#g-autosave input[name=g-e-title]';

// The gallery with a server of its own behind the form: answers(n, fields) gives the answer to the nth sending.
async function gallery(t, answers) {
  const page = await openPage(t, browser, app.url);
  page.allow(/save/);
  const sent = [];
  await page.route('**/gallery/save', async (route) => {
    const fields = new URLSearchParams(route.request().postData());
    sent.push(fields);
    const a = await answers(sent.length, fields, route.request());
    await (a ? route.fulfill(a) : route.abort());
  });
  await page.goto('/gallery?lang=en');
  return { page, sent };
}

const says = (page) => page.locator('#g-autosave [data-autosave-says]');
const waitFor = (page, words) => page.waitForFunction(([w]) => document.querySelector('#g-autosave [data-autosave-says]').textContent.includes(w), [words]);
const prefix = (key) => say('en', key).split('{')[0].trim();
const kept = (page) => page.evaluate(() => localStorage.getItem('draft:gallery'));

test('saves after a pause and takes the new revision', async (t) => {
  const { page, sent } = await gallery(t, (n) => ({ status: 200, headers: { 'X-Revision': String(20 + n) }, contentType: 'text/html', body: `<section id="g-hints">new ${n}</section>` }));
  await page.locator(title).fill('Milling cutter');
  await page.waitForFunction(() => document.querySelector('#g-hints').textContent === 'new 1');
  assert.match(await says(page).textContent(), /\d\d:\d\d/);
  assert.deepEqual([sent[0].get('revision'), sent[0].get('g-e-title')], ['12', 'Milling cutter']);
  assert.equal(await kept(page), null);
  await page.locator(title).fill('Milling cutters');
  await page.locator('#g-autosave textarea').focus(); // leaving a field saves at once
  await page.waitForFunction(() => document.querySelector('#g-hints').textContent === 'new 2');
  assert.equal(sent[1].get('revision'), '21');
  assert.equal(await page.locator('#g-autosave [data-autosave-live]').textContent(), await says(page).textContent());
});

test('keeps what was typed without a connection, over a reload', async (t) => {
  let down = true;
  const { page, sent } = await gallery(t, () => (down ? null : { status: 204, headers: { 'X-Revision': '13' } }));
  await page.locator(title).fill('Kept <b>title</b>');
  await waitFor(page, say('en', 'editor.unsaved'));
  assert.ok(await kept(page));
  await page.reload();
  await waitFor(page, prefix('editor.restored'));
  assert.equal(await page.locator(title).inputValue(), 'Kept <b>title</b>');
  down = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.waitForFunction(() => localStorage.getItem('draft:gallery') === null);
  assert.equal(sent.at(-1).get('g-e-title'), 'Kept <b>title</b>');
});

test('shows a conflict and loses nothing', async (t) => {
  const { page, sent } = await gallery(t, () => ({ status: 409, contentType: 'text/html', body: '<div id="clash" role="alert">changed<input type="hidden" name="conflict-revision" value="14"></div>' }));
  await page.locator(title).fill('Mine');
  await page.locator('#g-autosave #clash').waitFor();
  assert.equal(await says(page).textContent(), say('en', 'editor.refused'));
  await page.locator(title).fill('Mine again');
  await page.locator('#g-autosave textarea').focus();
  await page.evaluate(() => new Promise((done) => setTimeout(done)).then(() => fetch('/gallery/save?after', { method: 'POST' })));
  assert.equal(sent.length, 1, 'it was sent again before a person decided');
  assert.match(await kept(page), /Mine again/);
});

test('says that one is signed out', async (t) => {
  const { page } = await gallery(t, () => ({ status: 303, headers: { Location: '/sign-in' } }));
  await page.locator(title).fill('Mine');
  await waitFor(page, say('en', 'editor.signed_out'));
});

test('a button pressed while saving waits for the revision', async (t) => {
  let answer;
  const { page, sent } = await gallery(t, (n) => (n === 1
    ? new Promise((done) => { answer = () => done({ status: 204, headers: { 'X-Revision': '13' } }); })
    : { status: 200, contentType: 'text/html', body: '<!doctype html><html lang="en"><title>saved</title>' }));
  await page.locator(title).fill('Mine');
  await waitFor(page, say('en', 'editor.saving'));
  await page.locator('#g-autosave button').click();
  assert.equal(sent.length, 1);
  answer();
  await page.waitForFunction(() => document.title === 'saved');
  assert.equal(sent[1].get('revision'), '13');
});

test('counts code points and warns at nine tenths', async (t) => {
  const { page } = await gallery(t, () => ({ status: 204 }));
  const area = page.locator('#g-autosave textarea');
  const counter = page.locator('[data-left-for="f-g-e-summary"]');
  for (const [text, shows, level] of [
    ['字'.repeat(89), '89 / 100', ''],
    ['字'.repeat(90), '90 / 100 · left: 10', 'near'],
    ['𠮷'.repeat(101), '101 / 100 · too many: 1', 'over'], // two code units each
  ]) {
    await area.fill(text);
    assert.ok((await counter.locator('[data-left]').textContent()).includes(shows), await counter.textContent());
    assert.equal(/counter-(\w+)/.exec(await counter.getAttribute('class'))?.[1] ?? '', level);
  }
  assert.equal(await counter.locator('[data-left-says]').textContent(), 'too many: 1');
});
