// What people do in several walks.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The address of the demo's exchange. */
export const exchange = '/events/synergy-2027';

/** The path of a file in e2e/testdata. */
export const testdata = (name) => join(resolve(import.meta.dirname, '../testdata'), name);

/** Signs in by the demo's button for the role, in the language. */
export async function signInAs(page, role, lang = 'en') {
  await page.goto(`/demo?lang=${lang}`);
  await page.getByTestId(`demo-role-${role}`).getByRole('button').click();
  await page.waitForURL((u) => u.pathname !== '/demo');
}

/** Uploads files, {name, mimeType, buffer} or paths, by the import form, and waits for the answer. */
export async function upload(page, ...files) {
  await page.goto(`${exchange}/import`);
  const form = page.locator('form[enctype="multipart/form-data"]');
  await form.locator('input[type=file]').setInputFiles(files);
  await submit(page, form.locator('button[type=submit], button:not([type])').first());
}

/** Presses a button that sends a form, and waits for the page that follows. */
export async function submit(page, button) {
  await Promise.all([page.waitForEvent('load'), button.click()]);
}

/** Follows a link that gives a file, and returns {name, bytes}. */
export async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Asks again until the answer is true, and returns it; fails after 30 seconds. */
export async function until(what, ask) {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) {
    const answer = await ask();
    if (answer) return answer;
  }
  return assert.fail(`never happened: ${what}`);
}

/** Opens the newest letter that was caught for the address, once it is there. */
export async function openLetter(page, to) {
  const row = page.locator('tbody tr').filter({ hasText: to }).first();
  await until(`a letter to ${to}`, async () => { await page.goto('/demo/mail'); return await row.count(); });
  await row.getByRole('link').click();
  await page.waitForURL(/\/demo\/mail\/./);
}

/** Asks for a sign-in link by the sign-up form. */
export async function askForLink(page, email) {
  await page.goto('/sign-up');
  const form = page.getByTestId('sign-up');
  await form.locator('input[name=email]').fill(email);
  await submit(page, form.getByRole('button').first());
}

/** The first address in the open letter whose path begins so. */
export async function linkIn(page, path) {
  const href = await page.locator(`main a[href*="${path}"]`).first().getAttribute('href');
  return new URL(href).pathname;
}

/** Sends the sign-in form with a password. */
export async function signIn(page, email, password) {
  await page.goto('/sign-in');
  const form = page.getByTestId('sign-in');
  await form.locator('input[name=email]').fill(email);
  await form.locator('input[name=password]').fill(password);
  await submit(page, form.locator('button[value=password]'));
}

/** Plans the exchange from scratch and waits for the page of the proposal. */
export async function propose(page) {
  await page.goto(`${exchange}/plan`);
  const form = page.getByTestId('plan-options');
  await page.locator('details', { has: form }).locator('summary').click();
  await form.locator('input[name=from][value=scratch]').check();
  await submit(page, form.getByRole('button'));
  await page.waitForURL(/\/plan\/proposals\//, { timeout: 120_000 });
}

/** Proposes the repair after the first participant of the own side cancels, and waits for its page. */
export async function repair(page) {
  await page.goto(`${exchange}/plan/repair`);
  const form = page.getByTestId('repair-person');
  await form.locator('input[name=kind][value=cancels]').check();
  await submit(page, form.getByRole('button'));
  await page.waitForURL(/\/plan\/proposals\//);
}
