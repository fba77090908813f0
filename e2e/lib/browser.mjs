// One Chromium for a test file, and pages that fail their test on any trouble.
import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const dir of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(dir, name), constants.X_OK);
        return join(dir, name);
      } catch { /* look on */ }
    }
  }
  throw new Error('Chromium is not installed: run scripts/setup-test.sh, or name it in CHROMIUM');
}

/** Starts the browser; close it in after(). */
export const startBrowser = () => chromium.launch({ executablePath: executable(), args: flags });

/**
 * Opens a page in a context of its own, which closes with the test t. The test
 * fails on an error in the console, an uncaught exception, a breach of the
 * content policy, an answer of 500 or more, or a request to another host.
 * page.allow(pattern) forgives what a test provokes on purpose;
 * page.checkTroubles() fails now on what has come up since the last check.
 */
export async function openPage(t, browser, baseURL, { width = 1280, height = 900, lang = 'en', dark = false, ...rest } = {}) {
  const context = await browser.newContext({
    baseURL, locale: lang, timezoneId: 'Europe/Minsk', viewport: { width, height }, acceptDownloads: true,
    reducedMotion: 'reduce', colorScheme: dark ? 'dark' : 'light', ...rest,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles = [];
  const forgiven = [];
  page.allow = (pattern) => forgiven.push(pattern);
  page.troubles = () => troubles.filter((s) => !forgiven.some((f) => f.test(s)));
  watch(page, new URL(baseURL).host, troubles);
  page.checkTroubles = () => {
    const found = page.troubles();
    troubles.length = 0;
    assert.deepEqual(found, [], `trouble on ${page.url()}`);
  };
  t.after(async () => {
    await context.close();
    page.checkTroubles();
  });
  return page;
}

function watch(page, host, troubles) {
  page.on('console', (m) => { if (m.type() === 'error') troubles.push(`console: ${m.text()} (${m.location().url})`); });
  page.on('pageerror', (e) => troubles.push(`exception: ${e.message}`));
  page.on('response', (r) => { if (r.status() >= 500) troubles.push(`answer ${r.status()}: ${r.url()}`); });
  page.on('request', (r) => {
    const u = new URL(r.url());
    if (/^(https?|wss?):$/.test(u.protocol) && u.host !== host) troubles.push(`request to another host: ${u.href}`);
  });
}
