// The organisers' main job: from a file to a plan that both sides have signed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { drag, moveOf, openRow, peopleRows } from './lib/board.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { download, exchange, openLetter, signInAs, submit, testdata, upload } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const en = (key, values) => say('en', key, values);
const button = (page, key) => page.getByRole('button', { name: en(key), exact: true });
const flash = (page) => page.locator('#flash');
const says = (text, words) => assert.ok(text.replace(/\s+/g, ' ').includes(words), `“${words}” is not in:\n${text}`);
const csv = (text) => ({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test('a file with errors: each names sheet, row, column and what to do; nothing is entered', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_by');
  for (const [file, expected] of [
    [testdata('participants-wrong.xlsx'), [
      ['participants-wrong.xlsx: sheet Участники, row 2, column D', 'uliana(at)example.org'],
      ['participants-wrong.xlsx: sheet Участники, row 3, column B', en('import.name_missing')],
      ['participants-wrong.xlsx: sheet Участники, row 4, column G', 'Атлантида'],
      ['participants-wrong.xlsx: sheet Участники, row 5, column H', 'эльфийский'],
      ['participants-wrong.xlsx: sheet Пожелания, row 2, column B', 'Никто Неизвестный'],
      ['participants-wrong.xlsx: sheet Пожелания, row 3, column C', 'пожалуй'],
    ]],
    [csv('name;country;languages\nНевядомы Яўген;BY;klingon\nДругі Радок;Narnia;be\n'), [
      ['list.csv: sheet list, row 2, column C', 'klingon'],
      ['list.csv: sheet list, row 3, column B', 'Narnia'],
    ]],
  ]) {
    await upload(page, file);
    const errors = await page.locator('.notice').first().getByRole('listitem').allInnerTexts();
    for (const [place, about] of expected) {
      assert.ok(errors.some((e) => e.includes(place) && e.includes(about)), `no error at ${place} about ${about} among:\n${errors.join('\n')}`);
    }
    assert.equal(errors.length, expected.length, errors.join('\n'));
    assert.equal(await page.getByTestId('confirm').count(), 0, 'a file with errors can be confirmed');
  }
  await page.goto(`${exchange}/participants?q=Невядомы`);
  await page.getByText(en('participants.empty')).waitFor();
});

test('a file that is no table is refused with the reason', async (t) => {
  const page = await openPage(t, browser, app.url);
  page.allow(/422/);
  await signInAs(page, 'organiser_by');
  await upload(page, { name: 'list.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('%PDF-1.7\n') });
  assert.match(await page.locator('.error-summary').innerText(), /PDF/);
});

test('columns that are not recognised are chosen by hand', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_by');
  await upload(page, csv('Wer;Firma;Land\nЧубарава Стэфанія;Пробная лабараторыя;BY\n'));
  await page.locator('details.mapping summary').click();
  await page.getByLabel(en('intake.sheet_kind')).selectOption({ label: en('import.kind_people') });
  await submit(page, button(page, 'intake.remap'));
  says(await page.locator('.notice').first().innerText(), en('import.column_missing', { kind: en('import.kind_people'), column: en('import.field_name') }));
  await page.locator('details.mapping summary').click();
  for (const [letter, field] of [['A', 'name'], ['B', 'organisation'], ['C', 'country']]) {
    await page.getByLabel(new RegExp(`^${letter} · `)).selectOption({ label: en(`import.field_${field}`) });
  }
  await submit(page, button(page, 'intake.remap'));
  await page.getByRole('row').filter({ hasText: 'Чубарава Стэфанія' }).getByText(en('intake.effect_creates')).waitFor();
  await submit(page, button(page, 'intake.drop'));
  await page.getByRole('heading', { level: 1, name: en('intake.title') }).waitFor();
});

test('a good file: preview, confirm, and the same file again changes nothing', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_by');
  await upload(page, testdata('participants.xlsx'));
  const preview = await page.locator('main').innerText();
  const shows = (effect, people, wishes) => says(preview, `${en(effect)} ${en('intake.count_people', { n: people })} ${en('intake.count_wishes', { n: wishes })}`);
  shows('intake.effect_creates', 2, 2);
  shows('intake.effect_waits', 1, 0);
  await page.goto(`${exchange}/participants?q=Sasnouskaya`);
  await page.getByText(en('participants.empty')).waitFor();
  await page.goBack();
  await submit(page, page.getByTestId('confirm'));
  says(await flash(page).innerText(), en('intake.done', { people: 3, wishes: 2, changed: 0 }));
  await page.goto(`${exchange}/participants?q=Sasnouskaya`);
  await page.getByRole('link', { name: /Сосновская Ульяна|Uliana Sasnouskaya/ }).first().waitFor();

  await upload(page, testdata('participants.xlsx'));
  await page.getByText(en('intake.nothing'), { exact: true }).waitFor();
  assert.equal(await page.getByTestId('confirm').count(), 0);
});

test('the other side admits its own', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_cn');
  await page.goto(`${exchange}/participants`);
  await submit(page, button(page, 'participants.validate'));
  assert.match(await flash(page).innerText(), /\d/);
  await page.goto(`${exchange}/participants?q=Zimo`);
  await page.getByRole('link', { name: /程子墨|Cheng Zimo/ }).first().waitFor();
});

test('a meeting is moved by mouse, by keys and by form, and held back by the rules', async (t) => {
  const page = await openPage(t, browser, app.url, { width: 1600 });
  page.allow(/409/);
  await signInAs(page, 'organiser_by');
  const m = moveOf(await peopleRows(page));
  const spoken = page.locator('[data-board-says]');

  await t.test('by mouse', async () => {
    const { cell, holds } = await openRow(page, m.name);
    await drag(page, holds(m.from, m.piece), cell(m.to));
    await holds(m.to, m.piece).waitFor();
    await openRow(page, m.name);
    await holds(m.to, m.piece).waitFor();
  });
  await t.test('against a rule: refused with the reason, and it stays', async () => {
    const { cell, holds } = await openRow(page, m.name);
    await drag(page, holds(m.to, m.piece), cell(m.busy));
    const notice = page.locator('#plan-board .notice');
    await notice.waitFor();
    says(await notice.innerText(), en('plan.refused'));
    assert.ok((await notice.innerText()).includes(m.partner), 'the refusal names who is busy');
    await holds(m.to, m.piece).waitFor();
    await openRow(page, m.name);
    await holds(m.to, m.piece).waitFor();
  });
  await t.test('by keys', async () => {
    const { cell, holds } = await openRow(page, m.name);
    const walk = async () => {
      for (let i = m.to; i !== m.from; i += Math.sign(m.from - m.to)) await page.keyboard.press(m.from > m.to ? 'ArrowRight' : 'ArrowLeft');
    };
    await cell(m.to).focus();
    await page.keyboard.press('Enter');
    await page.locator('.piece-held').waitFor();
    assert.notEqual(await spoken.innerText(), '');
    await walk();
    await page.keyboard.press('Escape');
    await page.locator('.piece-held').waitFor({ state: 'detached' });
    assert.ok(await cell(m.to).evaluate((e) => e === document.activeElement), 'Escape returns the focus');
    await holds(m.to, m.piece).waitFor();
    await page.keyboard.press('Enter');
    await walk();
    await page.keyboard.press('Enter');
    await holds(m.from, m.piece).waitFor();
    assert.ok(await cell(m.from).evaluate((e) => e === document.activeElement), 'the focus follows the meeting');
    assert.notEqual(await spoken.innerText(), '');
  });
  await t.test('by form', async () => {
    const { holds } = await openRow(page, m.name);
    await page.goto(await holds(m.from, m.piece).getByRole('link').getAttribute('href'));
    const form = page.getByTestId('move-form');
    const clock = page.locator('aside time').first();
    const was = await clock.innerText();
    await form.getByLabel(en('plan.time')).selectOption({ index: m.busy + 1 });
    await submit(page, form.getByRole('button'));
    assert.ok((await page.locator('.error-summary').innerText()).includes(m.partner), 'the refusal names who is busy');
    assert.equal(await clock.innerText(), was);
    await form.getByLabel(en('plan.time')).selectOption({ index: m.to + 1 });
    await submit(page, form.getByRole('button'));
    says(await flash(page).innerText(), en('plan.moved'));
    assert.notEqual(await clock.innerText(), was);
  });
  await t.test('unlocked and locked again', async () => {
    await submit(page, button(page, 'plan.unlock'));
    await page.getByText(en('plan.unlocked_text')).waitFor();
    await submit(page, button(page, 'plan.lock'));
    await page.getByText(en('plan.locked_text')).waitFor();
  });
  await t.test('the difference from the published plan lists it', async () => {
    await page.goto(`${exchange}/plan/changes`);
    await page.getByRole('row').filter({ hasText: m.name }).filter({ hasText: m.partner }).first().waitFor();
  });
  await t.test('planning anew proposes; accepted, it leaves the meeting where it is locked', async () => {
    await page.goto(`${exchange}/plan`);
    await submit(page, page.getByTestId('replan'));
    await page.waitForURL(/\/plan\/proposals\//, { timeout: 120_000 });
    await page.getByRole('row').filter({ hasText: 'Sasnouskaya' }).first().waitFor();
    await submit(page, page.getByTestId('accept'));
    says(await flash(page).innerText(), en('proposal.accepted'));
    const { holds } = await openRow(page, m.name);
    const rows = await peopleRows(page);
    assert.ok(rows.some((r) => r.name.includes('Sasnouskaya')), 'who was imported is on the board');
    await page.locator('#board tbody tr').filter({ hasText: m.name }).locator('td').nth(m.to).locator('[data-piece]').first().waitFor();
    assert.ok(await holds(m.to, rows.find((r) => r.name === m.name).cells[m.to].piece).count(), 'the locked meeting was moved');
  });
});

test('the plan is taken as a workbook, a table and a document', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'organiser_by');
  for (const [kind, starts] of [['xlsx', 'PK'], ['csv', '\ufeff'], ['pdf', '%PDF']]) {
    await page.goto(`${exchange}/plan`);
    await page.getByText(en('ui.export'), { exact: true }).first().click();
    const { name, bytes } = await download(page, page.locator(`main a[href*="${kind}"]`).first());
    assert.match(name, new RegExp(`\\.${kind}$`));
    assert.ok(bytes.toString('utf8').startsWith(starts), `${name} starts with ${bytes.subarray(0, 8)}`);
  }
});

test('both sides sign; then the plan is published and letters go out', async (t) => {
  const by = await openPage(t, browser, app.url);
  const cn = await openPage(t, browser, app.url);
  await signInAs(by, 'organiser_by');
  await signInAs(cn, 'organiser_cn');
  await by.goto(`${exchange}/plan?version=provisional`);
  await submit(by, by.getByTestId('sign'));
  says(await flash(by).innerText(), en('plan.is_signed'));
  assert.equal(await by.getByTestId('sign').count(), 0, 'one side signs once');
  await cn.goto(`${exchange}/plan?version=provisional`);
  await submit(cn, cn.getByTestId('sign'));
  says(await flash(cn).innerText(), en('plan.is_published'));
  assert.match(cn.url(), /version=published/);
  await openLetter(by, 'd.darashuk@');
  assert.match(await by.locator('main').innerText(), /https?:\/\//);
});
