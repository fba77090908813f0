// What is asked of every page.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const artefacts = join(root, 'e2e/artefacts');

export const languages = ['ru', 'en', 'zh-Hans', 'be'];

/** Changes the language by the switch in the header, and expects to stay on the page, query and all. */
export async function setLanguage(page, lang) {
  const rest = () => { const u = new URL(page.url()); u.searchParams.delete('lang'); u.searchParams.sort(); return u.pathname + u.search; };
  const before = rest();
  await page.locator(`header a[hreflang="${lang}"]`).click();
  await page.waitForFunction((l) => document.readyState === 'complete' && document.documentElement.lang === l, lang);
  assert.equal(rest(), before, 'the language switch left the page');
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

const scripts = { ru: /\p{Script=Cyrillic}/gu, be: /\p{Script=Cyrillic}/gu, en: /\p{Script=Latin}/gu, 'zh-Hans': /\p{Script=Han}/gu };

/**
 * Fails where the text that is said to be of the language is not: less than half of its letters are of the
 * script, or Russian and Belarusian are mixed beyond a few names.
 */
export async function ownScript(page, lang) {
  const text = await page.evaluate((l) => {
    let out = '';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      const e = n.parentElement;
      if (e.closest('[lang]').lang === l && !e.closest('code, script, style, noscript') && e.checkVisibility()) out += n.data + ' ';
    }
    return out;
  }, lang);
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  const own = (text.match(scripts[lang]) ?? []).length;
  const words = (text.match(/\p{Script=Latin}{2,}/gu) ?? []).slice(0, 20).join(' ');
  assert.ok(own >= letters / 2, `${page.url()}: ${own} of ${letters} letters are of the script of ${lang}; among the others: ${words}`);
  const foreign = { ru: /\S*[ўі]\S*/gi, be: /\S*[ищъ]\S*/gi }[lang];
  const all = new Set(text.match(/\p{L}+/gu));
  const strays = new Set(foreign ? text.match(foreign) : []);
  assert.ok(strays.size <= 3 + all.size / 30, `${page.url()}: ${strays.size} of ${all.size} words are not ${lang}: ${[...strays].slice(0, 20).join(' ')}`);
}
