// Walks every page in every language: well said, accessible, nothing sticks out.
// Pictures at 1280 and 360 pixels are kept in e2e/artefacts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { axe, languages, noSideways, ownScript, screenshot, setLanguage, wellSaid } from './lib/checks.mjs';
import { exchange, signInAs } from './lib/steps.mjs';
import { pages } from './pages.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const only = process.env.PAGE ?? ''; // part of a page's name, while it is worked on
const chosen = pages.filter((p) => p.name.includes(only));

// Two roles at a time: a page waits for the browser as often as for the program.
describe('pages', { concurrency: 2 }, () => {
  for (const role of new Set(chosen.map((p) => p.role ?? ''))) {
    test(role || 'anyone', async (t) => {
      const page = await openPage(t, browser, app.url);
      if (role) await signInAs(page, role);
      for (const p of chosen.filter((p) => (p.role ?? '') === role)) {
        await t.test(p.name, async (t) => {
          if (p.allow) page.allow(p.allow);
          const address = await addressOf(page, p);
          for (const lang of languages) {
            await t.test(lang, async () => {
              try {
                await goTo(page, p, address, lang);
                await check(page, `${lang}/${p.name}`, lang, p);
                if (lang === 'en') await inTheDark(page, `dark/${p.name}`);
                page.checkTroubles();
              } catch (e) {
                await page.goto('about:blank');
                throw e;
              } finally {
                await page.setViewportSize({ width: 1280, height: 900 });
              }
            });
          }
        });
      }
    });
  }
});

async function addressOf(page, { path, link, open }) {
  if (open) return open(page);
  if (!link) return path;
  await page.goto(path);
  return page.locator(link).first().getAttribute('href');
}

// goTo changes the language by the switch, on the page itself if it is still open.
async function goTo(page, { show }, address, lang) {
  if (lang === languages[0] || show || !page.url().includes('lang=')) await page.goto(address ?? exchange);
  await setLanguage(page, lang);
  if (show) await show(page);
}

async function check(page, name, lang, { quotes }) {
  await wellSaid(page, lang);
  if (!quotes) await ownScript(page, lang);
  await axe(page);
  await screenshot(page, `${name}-1280`);
  await page.setViewportSize({ width: 360, height: 780 });
  await screenshot(page, `${name}-360`);
  if (lang === 'en') await axe(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await noSideways(page);
}

async function inTheDark(page, name) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'dark' });
  try {
    await axe(page);
    await screenshot(page, `${name}-1280`);
  } finally {
    await page.emulateMedia({ colorScheme: 'light' });
  }
}

test('every page of the table has a name of its own', () => {
  assert.equal(new Set(pages.map((p) => p.name)).size, pages.length);
});
