// From an anonymous interest to both sides knowing each other, and a file of a profile.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { signInAs, submit, until } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
before(async () => { app = await startApp(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const en = (key, values) => say('en', key, values);

/** A profile whose interest goes through the centre, and in which the reader has none yet. */
async function throughCentre(page, centre) {
  await page.goto('/catalogue?country=BY');
  for (const href of await page.locator('main a[href^="/profiles/"]').evaluateAll((list) => [...new Set(list.map((a) => a.getAttribute('href')))])) {
    await page.goto(`${href}/interest`);
    const text = await page.locator('main').innerText();
    if (text.includes(centre) && !text.includes(en('interest.open_already'))) return href;
  }
  return assert.fail('no profile goes through the centre');
}

async function takeStep(page, id) {
  await submit(page, page.getByTestId(`step-${id}`).locator('button[type=submit]').last());
}

for (const javaScriptEnabled of [true, false]) {
  test(`an anonymous interest opens with both yeses, ${javaScriptEnabled ? 'with' : 'without'} a script`, async (t) => {
    const sender = await openPage(t, browser, app.url, { javaScriptEnabled });
    const adviser = await openPage(t, browser, app.url, { javaScriptEnabled });
    await signInAs(sender, 'editor_cn');
    await signInAs(adviser, 'adviser_by');
    let address, name;

    await t.test('what is refused keeps what was typed', async () => {
      sender.allow(/422/);
      await throughCentre(sender, 'Most Technology Transfer Centre');
      name = (await sender.locator('select[name=sender] option').last().innerText()).trim();
      await sender.locator('textarea[name=message]').fill('Too short');
      await sender.locator('input[name=anonymous]').check();
      await submit(sender, sender.getByTestId('express').locator('button[type=submit]').last());
      assert.equal(await sender.locator('textarea[name=message]').inputValue(), 'Too short');
      assert.ok(await sender.locator('input[name=anonymous]').isChecked());
      await sender.locator('#f-message-error').waitFor();
    });
    await t.test('an anonymous sender may not name itself', async () => {
      await sender.locator('textarea[name=message]').fill(`We are ${name} and would like to test samples.`);
      await submit(sender, sender.getByTestId('express').locator('button[type=submit]').last());
      assert.match(await sender.locator('#f-message-error').innerText(), new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    });
    await t.test('sent, it names nobody', async () => {
      await sender.locator('textarea[name=message]').fill('We would like to test samples in our line.');
      await sender.locator('input[name=consent]').check();
      await submit(sender, sender.getByTestId('express').locator('button[type=submit]').last());
      address = new URL(sender.url()).pathname;
      await adviser.goto('/desk/interest');
      await adviser.locator(`a[href="${address}"]`).first().click();
      const text = await adviser.locator('html').innerHTML();
      assert.ok(text.includes(en('interest.anonymous_party')) && !text.includes(name), 'the sender is named');
      assert.equal(await adviser.getByTestId('contacts').count(), 0);
    });
    await t.test('one yes opens nothing', async () => {
      await adviser.getByTestId('step-say_yes-owner').locator('input[name=consent]').check();
      await takeStep(adviser, 'say_yes-owner');
      assert.ok(!(await adviser.locator('html').innerHTML()).includes(name), 'one yes opens');
    });
    await t.test('with the second they know each other', async () => {
      await sender.reload();
      await takeStep(sender, 'say_yes-sender');
      await sender.getByTestId('contacts').locator('a[href^="mailto:"]').nth(1).waitFor();
      await adviser.reload();
      assert.ok((await adviser.getByTestId('contacts').innerText()).includes(name));
      assert.ok(await adviser.getByTestId('contacts').locator('a[href^="mailto:"]').count() > 1, 'no address of the other side');
    });
    await t.test('letters tell of it', async () => {
      await until('a letter that leads to the matter', async () => {
        await adviser.goto('/demo/mail');
        for (const href of await adviser.locator('tbody tr a').evaluateAll((list) => list.slice(0, 6).map((a) => a.getAttribute('href')))) {
          await adviser.goto(href);
          if ((await adviser.locator('main').innerText()).includes(address)) return true;
        }
        return false;
      });
    });
    await t.test('talks lead to an end, so that another interest can follow', async () => {
      await sender.goto(address);
      await takeStep(sender, 'begin_talks-sender');
      await takeStep(sender, 'break_off-sender');
      assert.equal(await sender.locator('[data-testid^=step-]').count(), 0);
    });
  });
}

test('a picture of a profile is added, shown and removed; what is no picture is refused', async (t) => {
  const page = await openPage(t, browser, app.url);
  page.allow(/422/);
  await signInAs(page, 'adviser_by');
  await page.goto('/desk/interest?direction=received');
  await page.locator('.pipeline-card a').first().click();
  const reference = await page.locator('main a[href^="/profiles/"]').first().getAttribute('href');
  await page.goto(`/desk${reference}/media`);
  const send = async (name, buffer) => {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer });
    await submit(page, page.getByTestId('upload').locator('button[type=submit]'));
  };
  await send('lens.png', Buffer.from('not a picture'));
  await page.locator('#f-file-error').waitFor();
  await send('lens.png', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
  const picture = page.locator('.media img[alt="lens.png"]');
  await picture.waitFor();
  assert.ok(await picture.evaluate((img) => img.complete && img.naturalWidth === 1), 'the picture is not shown');
  await submit(page, page.locator('.media form button').first());
  assert.equal(await picture.count(), 0);
});
