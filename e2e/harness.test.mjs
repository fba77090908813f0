// The harness itself: each of its checks must fail on a page made to fail it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { axe, noSideways, ownScript, wellSaid } from './lib/checks.mjs';
import { serve } from './lib/static.mjs';

const html = (body, head = '') => `<!doctype html><html lang="en"><head><title>Page</title><meta name="viewport" content="width=device-width">
  <link rel="icon" href="data:,">${head}</head><body><main><h1>Page</h1>${body}</main></body></html>`;
const policy = { 'Content-Security-Policy': "default-src 'self'; img-src data:" };

const site = {
  '/good': { headers: policy, body: html('<p>All is well: see plan.xlsx and a.plan.title@example.org.</p>') },
  '/unlabelled': { body: html('<input>') },
  '/wide': { body: html('<div style="width: 900px">wide</div>') },
  '/table': { body: html('<div style="overflow-x: auto" tabindex="0"><div style="width: 900px">wide</div></div>') },
  '/key': { body: html('<p>error.not_found</p>') },
  '/hole': { body: html('<p>Hello, {name}</p>') },
  '/foreign': { body: html('<p>Эта страница написана не на том языке.</p>') },
  '/marked': { body: html('<p lang="ru">Эта страница написана не на том языке.</p>') },
  '/headless': { body: html('').replace(/<h1>.*<\/h1>/, '') },
  '/policy': { headers: policy, body: html('<p style="color: red">inline</p>') },
  '/abroad': { body: html('<img alt="" src="http://127.0.0.1:9/pixel.png">') },
  '/throws': { body: html('<script>throw new Error("oh")</script>') },
  '/broken': { status: 500, body: html('') },
};

let server, browser;
before(async () => { server = await serve(site); browser = await startBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

test('a good page passes every check', async (t) => {
  const page = await openPage(t, browser, server.url, { width: 320 });
  await page.goto('/good');
  await axe(page);
  await noSideways(page);
  await wellSaid(page, 'en');
});

for (const [path, check, says] of [
  ['/unlabelled', axe, /label/],
  ['/wide', noSideways, /900 px|sideways/],
  ['/key', (p) => wellSaid(p, 'en'), /error\.not_found/],
  ['/hole', (p) => wellSaid(p, 'en'), /\{name\}/],
  ['/foreign', (p) => ownScript(p, 'en'), /letters/],
  ['/headless', (p) => wellSaid(p, 'en'), /main headings/],
  ['/good', (p) => wellSaid(p, 'ru'), /language/],
]) {
  test(`${path} is caught: ${says}`, async (t) => {
    const page = await openPage(t, browser, server.url, { width: 320 });
    await page.goto(path);
    await assert.rejects(async () => check(page), says);
  });
}

test('words of another language that say so are allowed', async (t) => {
  const page = await openPage(t, browser, server.url);
  await page.goto('/marked');
  await ownScript(page, 'en');
});

test('a table that scrolls by itself is allowed', async (t) => {
  const page = await openPage(t, browser, server.url, { width: 320 });
  await page.goto('/table');
  await noSideways(page);
});

for (const [path, says] of [
  ['/policy', /Content Security Policy/],
  ['/abroad', /another host/],
  ['/throws', /oh/],
  ['/broken', /500/],
]) {
  test(`${path} makes trouble`, async (t) => {
    const page = await openPage(t, browser, server.url);
    await page.goto(path);
    await page.waitForLoadState('load');
    assert.match(page.troubles().join('\n'), says);
    assert.throws(() => page.checkTroubles());
  });
}

const program = (code) => ({ command: [process.execPath, '-e', code] });
const listening = "console.log('listening on http://127.0.0.1:1'); setInterval(() => {}, 1000);";

test('a program that ends gracefully passes', async () => {
  const app = await startApp(program(`process.on('SIGTERM', () => process.exit(0)); ${listening}`));
  assert.equal(app.url, 'http://127.0.0.1:1');
  await app.stop();
});

test('a program that dies of the signal fails', async () => {
  const app = await startApp(program(listening));
  await assert.rejects(app.stop, /ended by SIGTERM/);
});

test('a program that ends with an error fails', async () => {
  const app = await startApp(program(`process.on('SIGTERM', () => process.exit(3)); ${listening}`));
  await assert.rejects(app.stop, /gracefully/);
});

test('a program that logged an error fails', async () => {
  const app = await startApp(program(`process.on('SIGTERM', () => process.exit(0)); console.error('level=ERROR msg=oh'); ${listening}`));
  await assert.rejects(app.stop, /logged errors/);
});

test('a program that never gets ready fails', async () => {
  await assert.rejects(startApp(program("console.error('no such flag'); process.exit(2)")), /no such flag/);
});
