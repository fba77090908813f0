// Walks every page in every language: in order, accessible, nothing sticks out.
// Pictures at 1280 and 360 pixels are kept in e2e/artefacts.
import { after, before, describe, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { axe, languages, noSideways, screenshot, signInAs, wellSaid } from './lib/checks.mjs';
import { pages } from './pages.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const roles = [...new Set(pages.map((p) => p.role ?? ''))];

for (const role of roles) {
  for (const lang of languages) {
    describe(`${role || 'anyone'} in ${lang}`, () => {
      for (const p of pages.filter((p) => (p.role ?? '') === role)) {
        test(p.name, async (t) => {
          const page = await openPage(t, browser, app.url, { lang });
          if (role) await signInAs(page, role);
          await goTo(page, p, lang);
          await wellSaid(page, lang);
          await axe(page);
          await screenshot(page, `${lang}/${p.name}-1280`);
          await page.setViewportSize({ width: 360, height: 780 });
          await axe(page);
          await screenshot(page, `${lang}/${p.name}-360`);
          await page.setViewportSize({ width: 320, height: 640 });
          await noSideways(page);
          await page.setViewportSize({ width: 1280, height: 900 });
          await page.emulateMedia({ colorScheme: 'dark' });
          await axe(page);
          if (lang === 'en') await screenshot(page, `dark/${p.name}-1280`);
        });
      }
    });
  }
}

async function goTo(page, { path, link }, lang) {
  const withLanguage = (u) => { const x = new URL(u, page.url()); x.searchParams.set('lang', lang); return x.href; };
  await page.goto(path + (path.includes('?') ? '&' : '?') + `lang=${lang}`);
  if (link) await page.goto(withLanguage(await page.locator(link).first().getAttribute('href')));
}
