// Pages of expressions of interest and of files; see pages.mjs for how a page is described.
import { submit } from './lib/steps.mjs';

/** The address of the first profile of the catalogue that the query finds. */
export async function profile(page, query = 'country=BY') {
  await page.goto(`/catalogue?${query}`);
  return page.locator('main a[href^="/profiles/"]').first().getAttribute('href');
}

const refused = async (page) => {
  await page.goto(`${await profile(page)}/interest`);
  await submit(page, page.getByTestId('express').locator('button[type=submit]').last());
};
/** The files of the profile that the first interest received is about. */
const files = async (page) => {
  await page.goto('/desk/interest?direction=received');
  await page.locator('.pipeline-card a').first().click();
  const reference = await page.locator('main a[href^="/profiles/"]').first().getAttribute('href');
  return `/desk${reference}/media`;
};

export const pages = [
  { name: 'interest', role: 'adviser_by', path: '/desk/interest' },
  { name: 'interest-list', role: 'adviser_by', path: '/desk/interest?view=list&direction=received' },
  { name: 'interest-none', role: 'adviser_by', path: '/desk/interest?organisation=none' },
  { name: 'interest-empty', role: 'participant_by', path: '/desk/interest', allow: /404/ },
  { name: 'interest-sent', quotes: true, role: 'adviser_by', path: '/desk/interest', link: '.pipeline-column:nth-child(1) .pipeline-card a' },
  { name: 'interest-opened', quotes: true, role: 'adviser_by', path: '/desk/interest', link: '.pipeline-column:nth-child(3) .pipeline-card a' },
  { name: 'interest-declined', quotes: true, role: 'adviser_by', path: '/desk/interest', link: '.pipeline-column:nth-child(7) .pipeline-card a' },
  { name: 'interest-express', role: 'editor_cn', open: async (page) => `${await profile(page)}/interest` },
  { name: 'interest-refused', role: 'editor_cn', show: refused, allow: /422/ },
  { name: 'interest-no-organisation', role: 'participant_cn', open: async (page) => `${await profile(page)}/interest` },
  { name: 'media', role: 'adviser_by', open: files },
];
