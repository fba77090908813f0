// An account from the first letter to the last: link, name, password, passkey, devices.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startApp } from './lib/app.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { askForLink, linkIn, openLetter, signIn, signInAs, submit } from './lib/steps.mjs';
import { say } from './lib/words.mjs';

let app, browser;
// Browsers allow passkeys on localhost, not on an IP address.
before(async () => { app = await startApp({ args: ['--addr', 'localhost:0'] }); browser = await startBrowser(); });
after(async () => { await browser?.close(); await app?.stop(); });

const en = (key, values) => say('en', key, values);
const email = 'new.person@example.org';
const password = 'seven quiet cranes over Narach';
const button = (page, key) => page.getByRole('button', { name: en(key) });
const flash = (page) => page.locator('#flash');

async function signOut(page) {
  await page.locator('.user-menu summary').click();
  await submit(page, page.locator('.user-menu').getByRole('button'));
  await page.getByRole('link', { name: en('ui.sign_in') }).first().waitFor();
}

test('signing up by a link, choosing a name and a password', async (t) => {
  const page = await openPage(t, browser, app.url);
  page.allow(/409|422/);
  await askForLink(page, email);
  await page.getByText(en('signin.sent_to', { email })).waitFor();
  await openLetter(page, email);
  const link = await linkIn(page, '/sign-in/link/');
  await page.goto(link);
  await submit(page, page.getByTestId('use-link').getByRole('button'));
  assert.equal(new URL(page.url()).pathname, '/account/welcome');

  const form = page.getByTestId('welcome');
  await submit(page, form.getByRole('button'));
  await page.locator('.error-summary').getByText(en('account.name_missing')).waitFor();
  await form.locator('input[name=native]').fill('Зялёная Аксана');
  await form.locator('input[name=latin]').fill('Aksana Zialionaya');
  await form.locator('select[name=native_lang]').selectOption('be');
  await form.locator('select[name=language]').selectOption('en');
  await form.locator('select[name=zone]').selectOption('Europe/Minsk');
  await submit(page, form.getByRole('button'));
  await page.locator('.user-menu').getByText('Aksana Zialionaya').first().waitFor();

  await page.goto('/account/security');
  const set = page.getByTestId('password');
  await set.locator('input[name=password]').fill('short');
  await submit(page, set.getByRole('button'));
  await page.locator('.error-summary').getByText(en('account.password_short', { n: 10 })).waitFor();
  await set.locator('input[name=password]').fill(password);
  await submit(page, set.getByRole('button'));
  await flash(page).getByText(en('signin.password_changed')).waitFor();
  await signOut(page);

  await page.goto(link);
  await page.getByText(en('account.link_dead')).waitFor();
});

test('signing in by password; a wrong one says what to do', async (t) => {
  const page = await openPage(t, browser, app.url);
  page.allow(/422/);
  await signIn(page, email, 'not the password');
  await page.locator('.error-summary').getByText(en('account.sign_in_failed')).waitFor();
  assert.equal(await page.getByTestId('sign-in').locator('input[name=email]').inputValue(), email, 'what was typed is kept');
  await signIn(page, 'nobody@example.org', 'not the password');
  await page.locator('.error-summary').getByText(en('account.sign_in_failed')).waitFor();
  await signIn(page, email, password);
  await page.locator('.user-menu').getByText('Aksana Zialionaya').first().waitFor();
});

test('a passkey is made, signs in, and is removed', async (t) => {
  const page = await openPage(t, browser, app.url);
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await signIn(page, email, password);
  await page.goto('/account/security');
  await submit(page, button(page, 'signin.passkey_add'));
  await page.locator('#passkeys').getByRole('row').nth(1).waitFor();
  assert.equal((await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length, 1);
  await signOut(page);

  await page.goto('/sign-in');
  await submit(page, button(page, 'signin.passkey_enter'));
  await page.locator('.user-menu').getByText('Aksana Zialionaya').first().waitFor();
  await page.goto('/account/security');
  await page.locator('#sessions').getByRole('row').filter({ hasText: en('signin.session_current') }).getByText(en('signin.method_passkey')).waitFor();
  await submit(page, button(page, 'signin.passkey_remove'));
  await flash(page).getByText(en('signin.passkey_removed')).waitFor();
  await signOut(page);

  await page.goto('/sign-in');
  page.allow(/4\d\d/);
  await button(page, 'signin.passkey_enter').click();
  await page.locator('[data-passkey-says]').filter({ hasText: /\S/ }).waitFor();
  assert.equal(await page.locator('.user-menu').count(), 0, 'a removed passkey signs in');
});

test('a session on another device is seen and ended', async (t) => {
  const here = await openPage(t, browser, app.url);
  const there = await openPage(t, browser, app.url);
  await signIn(here, email, password);
  await signIn(there, email, password);
  await here.goto('/account/security');
  await submit(here, here.locator('#sessions').getByRole('row').nth(2).or(here.locator('#sessions').getByRole('row').nth(1)).getByRole('button').first());
  await flash(here).getByText(en('signin.session_ended')).waitFor();
  await submit(here, here.getByTestId('sign-out-everywhere').getByRole('button'));
  for (const page of [here, there]) {
    await page.goto('/account');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
  }
});

test('letters about events are stopped by the link in one, without signing in', async (t) => {
  const page = await openPage(t, browser, app.url);
  await openLetter(page, 's.martsinovich@');
  const stop = await linkIn(page, '/unsubscribe/');
  await page.goto(stop);
  await submit(page, page.getByTestId('unsubscribe').getByRole('button'));
  await page.getByText(en('signin.stop_done')).waitFor();
  await signInAs(page, 'participant_by');
  await page.goto('/account');
  await page.getByText(en('signin.mail_off'), { exact: true }).waitFor();
});
