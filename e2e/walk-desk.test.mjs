// A profile is written: saved as one types, found changed by another, refused,
// filled in and sent to the client.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { signInAs, submit } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const zh = (key, values) => say('zh-Hans', key, values);
const field = (page, name) => page.locator(`[name="${name}"]`);

test('an adviser writes a profile for a client', async (t) => {
  const page = await openPage(t, browser, app.url);
  await signInAs(page, 'adviser_by', 'zh-Hans');
  page.allow(/409|422/);

  await t.test('three questions start a draft', async () => {
    await page.goto('/desk/profiles/new');
    const form = page.getByTestId('new-profile');
    await form.locator('select[name=organisation]').selectOption({ index: 1 });
    await form.locator('input[name=type][value=TR]').check();
    await form.locator('select[name=language]').selectOption('zh-Hans');
    await submit(page, form.getByRole('button'));
    assert.match(page.url(), /\/desk\/profiles\/TRBY\d+\/edit$/);
  });
  const edit = page.url();
  const saved = () => page.waitForFunction(() => document.querySelector('[data-autosave-says]').dataset.state === 'saved');

  await t.test('what is typed is saved by itself, and the hints follow', async () => {
    await field(page, 'title').fill('寻找纳米级玻璃透镜的检测技术');
    await page.locator('select[name=trl_target]').selectOption('6');
    await saved();
    await page.locator('#hints').getByText(zh('hint.missing_summary')).waitFor();
    await page.reload();
    assert.equal(await field(page, 'title').inputValue(), '寻找纳米级玻璃透镜的检测技术');
  });

  await t.test('a code is found by a word', async () => {
    await page.locator('#f-ford').fill('纳米');
    await submit(page, page.locator('button[name=find][value=ford]'));
    await page.locator('#f-ford').waitFor();
    await page.locator('input[name=ford][value="2.10"]').check();
    await saved();
  });

  await t.test('who saves second sees both versions and chooses', async () => {
    const other = await openPage(t, browser, app.url);
    await signInAs(other, 'colleague_by', 'zh-Hans');
    await other.goto(edit);
    await field(other, 'title').fill('同事改写的标题');
    await submit(other, other.locator('.autosave-bar button').first());
    await field(page, 'title').fill('我改写的标题：寻找玻璃透镜检测技术');
    const conflict = page.locator('.conflict');
    await conflict.waitFor();
    await conflict.getByText('同事改写的标题').first().waitFor();
    await submit(page, conflict.locator('button[value=mine]'));
    assert.equal(await field(page, 'title').inputValue(), '我改写的标题：寻找玻璃透镜检测技术');
  });

  await t.test('what is missing stands at its field, and nothing is lost', async () => {
    await field(page, 'summary').fill('一家研究所寻找检测技术。');
    await submit(page, page.locator('button[name=act][value=ask_client]'));
    await page.locator('.error-summary a[href="#f-description"]').waitFor();
    await page.locator('#f-description-error').waitFor();
    assert.equal(await field(page, 'summary').inputValue(), '一家研究所寻找检测技术。');
  });

  await t.test('filled in, it goes to the client', async () => {
    for (const [name, words] of [['description', '透镜如何研磨。'], ['specification', '精度 5 纳米。'], ['partner_role', '提供并安装设备。'], ['technology_keywords', '光学'], ['market_keywords', '仪器']]) {
      await field(page, name).fill(words);
    }
    for (const [name, value] of [['partners', 'research'], ['partnerships', 'research'], ['sdgs', '9'], ['areas', 'precision_engineering']]) {
      await page.locator(`input[name=${name}][value="${value}"]`).check();
    }
    await page.locator('select[name=export_control]').selectOption('not_controlled');
    await submit(page, page.locator('button[name=act][value=ask_client]'));
    await page.locator('.trail-now').getByText(zh('profile_state.client_validation')).waitFor();
    await page.getByTestId('step-withdraw').waitFor();
  });
});
