// What is asked of every page.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const artefacts = join(root, 'e2e/artefacts');

export const languages = ['ru', 'en', 'zh-Hans', 'be'];

/** Signs in by the demo's button for the role. */
export async function signInAs(page, role) {
  await page.goto('/');
  await page.getByTestId(`demo-role-${role}`).click();
  await page.waitForLoadState('load');
}

/** Changes the language by the switch in the header, and expects to stay on the page. */
export async function setLanguage(page, lang) {
  const before = new URL(page.url()).pathname;
  const link = page.locator(`header a[hreflang="${lang}"]`).first();
  if (!(await link.isVisible())) await page.locator('header summary, header [popovertarget], header [aria-expanded]').first().click();
  await link.click();
  await page.waitForFunction((l) => document.documentElement.lang === l, lang);
  assert.equal(new URL(page.url()).pathname, before, 'the language switch left the page');
}

/** Fails on every violation of WCAG 2.2 A and AA and of axe's best practices. */
export async function axe(page) {
  await page.evaluate(`if (!window.axe) { ${axeSource} }`);
  const violations = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations);
  assert.equal(violations.length, 0, `axe on ${page.url()}:\n${violations.map(told).join('\n')}`);
}

function told(v) {
  const places = v.nodes.slice(0, 5).map((n) => `    ${n.target.join(' ')}: ${n.failureSummary.split('\n').slice(1).map((s) => s.trim()).join('; ')}`);
  const more = v.nodes.length > 5 ? [`    and ${v.nodes.length - 5} more`] : [];
  return [`  ${v.id} (${v.impact}): ${v.help}`, ...places, ...more].join('\n');
}

/** Keeps a picture of the whole page as e2e/artefacts/NAME.png. */
export async function screenshot(page, name) {
  const path = join(artefacts, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}

/** Fails where the page is wider than the window and names what sticks out. */
export async function noSideways(page) {
  const out = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
    const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1 && !scrolls(e));
    return [`${document.documentElement.scrollWidth} px wide in ${width}`, ...wide.slice(0, 8).map((e) => `${e.tagName.toLowerCase()}.${e.className}: ${(e.textContent ?? '').trim().slice(0, 40)}`)];
  });
  assert.deepEqual(out, [], `${page.url()} scrolls sideways`);
}

const areas = new Set();
for (const f of readdirSync(join(root, 'internal/base/i18n/locales/en'))) {
  for (const key of Object.keys(JSON.parse(readFileSync(join(root, 'internal/base/i18n/locales/en', f), 'utf8')))) areas.add(key.split('.')[0]);
}
const bareKey = new RegExp(`(?<![\\w.@/-])(${[...areas].join('|')})\\.(?!(xlsx|csv|json|pdf|ics|zip|dzn)\\b)[a-z0-9]+(_[a-z0-9]+)*(?![\\w.])`, 'g');

/** Fails on what betrays an unfinished page: no heading, a bare message key, an unfilled placeholder. */
export async function wellSaid(page, lang) {
  const { html, title, h1, text } = await page.evaluate(() => ({
    html: document.documentElement.lang, title: document.title, h1: document.querySelectorAll('h1').length,
    text: document.body.innerText + '\n' + [...document.querySelectorAll('[aria-label],[title],[placeholder],[alt]')]
      .map((e) => ['aria-label', 'title', 'placeholder', 'alt'].map((a) => e.getAttribute(a) ?? '').join(' ')).join('\n'),
  }));
  assert.equal(html, lang, `language of ${page.url()}`);
  assert.ok(title.trim(), `${page.url()} has no title`);
  assert.equal(h1, 1, `${page.url()} has ${h1} main headings`);
  assert.deepEqual(text.match(bareKey) ?? [], [], `${page.url()} shows message keys`);
  assert.deepEqual(text.match(/\{[a-z_]+\}|%!\w\(|undefined|\bNaN\b|<nil>/g) ?? [], [], `${page.url()} shows raw values`);
}
