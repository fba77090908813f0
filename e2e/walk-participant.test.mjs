// What the plan gives to the one it is made for: an agenda, documents, a calendar.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { languages, setLanguage } from './lib/checks.mjs';
import { download, exchange, signInAs, submit } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const cities = { ru: ['Минск', 'Пекин'], en: ['Minsk', 'Beijing'], 'zh-Hans': ['明斯克', '北京'], be: ['Мінск', 'Пекін'] };
const hasPoppler = (() => { try { execFileSync('pdftotext', ['-v'], { stdio: 'ignore' }); return true; } catch { return false; } })();
const textOf = (pdf) => execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString();
const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

test('the agenda in four languages, in both local times, and its document in each', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'participant_by');
  for (const lang of languages) {
    await t.test(lang, async (t) => {
      await page.goto(`${exchange}/agenda`);
      await setLanguage(page, lang);
      await page.getByRole('heading', { level: 1, name: say(lang, 'nav.agenda') }).waitFor();
      assert.ok(await page.getByText(say(lang, 'agenda.meeting'), { exact: true }).count() > 0, 'no meeting');
      const pairs = await page.locator('.times').evaluateAll((list) => list.map((e) => [...e.querySelectorAll('.time')].map((z) => [z.querySelector('.time-city').innerText, z.querySelector('time').innerText])));
      for (const pair of pairs) {
        assert.deepEqual(pair.map(([city]) => city), cities[lang]);
        assert.equal((minutes(pair[1][1]) - minutes(pair[0][1]) + 1440) % 1440, 300, `Beijing is five hours ahead of Minsk: ${pair.join(' ')}`);
      }
      await page.getByText(say(lang, 'agenda.pdf'), { exact: true }).click();
      const { name, bytes } = await download(page, page.locator(`main a[href*="agenda.pdf"][href*="lang=${lang}"]`));
      assert.equal(name, `agenda-${lang}.pdf`);
      assert.ok(bytes.toString('latin1').startsWith('%PDF-'), 'no PDF');
      if (!hasPoppler) return t.diagnostic('pdftotext is not installed: the text was not read');
      const text = textOf(bytes);
      for (const words of ['Мартинович', ...cities[lang], say(lang, 'agenda.title')]) assert.ok(text.includes(words), `the PDF does not say ${words}:\n${text.slice(0, 800)}`);
    });
  }
});

test('the calendar file has every meeting at its instant, with the zones', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'participant_cn');
  await page.goto(`${exchange}/agenda`);
  const shown = await page.locator('main .tl time, main [class*=tl-] time').evaluateAll((list) => [...new Set(list.map((e) => new Date(e.dateTime).getTime()))]);
  const { name, bytes } = await download(page, page.getByRole('link', { name: say('en', 'agenda.ics') }));
  assert.equal(name, 'agenda.ics');
  const ics = bytes.toString('utf8').replace(/\r\n[ \t]/g, '');
  for (const words of ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VTIMEZONE', 'TZID:Asia/Shanghai', 'END:VCALENDAR']) assert.ok(ics.includes(words), `no ${words}`);
  const events = ics.split('BEGIN:VEVENT').slice(1).map(instantOf).sort();
  assert.ok(events.length >= 2, 'no events');
  assert.deepEqual(events, shown.sort(), 'the page and the calendar file name the same instants');
});

// instantOf reads the start of an event: in UTC, or in Shanghai, which has no summer time.
function instantOf(event) {
  const [, zone, y, mo, d, h, mi, s, z] = /DTSTART(?:;TZID=([\w/]+))?:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)/.exec(event) ?? assert.fail(event);
  assert.ok(z || zone === 'Asia/Shanghai', `a time without a zone: ${event}`);
  return Date.UTC(y, mo - 1, d, h, mi, s) - (z ? 0 : 8 * 3600_000);
}

test('the private calendar address works without a session, until it is renewed', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'participant_by');
  await page.goto(`${exchange}/agenda`);
  const feed = async () => (await page.getByTestId('feed-url').innerText()).trim();
  const first = await feed();
  const plain = await fetch(first);
  assert.equal(plain.status, 200);
  assert.match(plain.headers.get('content-type'), /^text\/calendar/);
  assert.match(await plain.text(), /^BEGIN:VCALENDAR/);
  await submit(page, page.getByRole('button', { name: say('en', 'agenda.feed_new') }));
  await page.locator('#flash').getByText(say('en', 'agenda.feed_renewed')).waitFor();
  const second = await feed();
  assert.notEqual(second, first);
  assert.equal((await fetch(first)).status, 404, 'the old address still works');
  assert.equal((await fetch(second)).status, 200);
});

test('what is not for a participant is not there for him', async (t) => {
  const page = await openPage(t, browser, app.url);
  page.allow(/404/);
  await signInAs(page, 'participant_by');
  await page.goto(`${exchange}/participants?country=CN`);
  const other = (await page.locator('main a[href*="/participants/"]').first().getAttribute('href')).split('/').at(-1);
  for (const path of ['/plan', '/plan/changes', '/plan.pdf', '/plan?format=xlsx', '/import', '/import/sample.xlsx', '/figures', '/audit', '/roles', `/agenda?participant=${other}`, `/agenda.pdf?participant=${other}`, `/agenda.ics?participant=${other}`]) {
    assert.equal((await page.request.get(exchange + path, { maxRedirects: 0 })).status(), 404, path);
  }
  await page.goto(`${exchange}/participants/${other}`);
  assert.equal(await page.getByRole('link', { name: say('en', 'participant.agenda'), exact: true }).count(), 0, 'the agenda of another side is offered');
});

test('who is not signed in is led to sign in, and then on', async (t) => {
  const page = await openPage(t, browser, app.url);
  await page.goto(`${exchange}/agenda`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  assert.equal(new URL(page.url()).searchParams.get('next'), `${exchange}/agenda`);
});
