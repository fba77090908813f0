// What people do in the catalogue.
import { submit } from './steps.mjs';

/** Saves the search for laser by the form of the catalogue. */
export async function saveSearch(page, name) {
  await page.goto('/catalogue?q=laser&country=CN');
  await page.locator('#save > summary').click();
  const form = page.getByTestId('save-search');
  await form.locator('input[name=name]').fill(name);
  await submit(page, form.getByRole('button'));
  await page.waitForURL(/\/desk\/searches$/);
}
