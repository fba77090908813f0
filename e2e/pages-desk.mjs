// Pages of the desk; see pages.mjs for how a page is described.
import { submit } from './lib/steps.mjs';

const row = 'main tbody tr th a';
const first = (list, more) => async (page) => {
  await page.goto(list);
  const href = await page.locator(row).first().getAttribute('href');
  return href + more;
};
const drafts = '/desk/profiles?state=draft';
const published = '/desk/profiles?state=published';
const bad = async (page) => {
  await page.locator('textarea[name=summary]').fill('');
  await submit(page, page.locator('button[name=act]').first());
};

export const pages = [
  { name: 'desk', role: 'adviser_by', path: '/desk' },
  { name: 'desk-client', role: 'editor_by', path: '/desk' },
  { name: 'desk-list', role: 'adviser_by', path: '/desk/profiles' },
  { name: 'desk-list-none', role: 'adviser_by', path: '/desk/profiles?state=flagged&type=RDR' },
  { name: 'desk-new', role: 'adviser_by', path: '/desk/profiles/new' },
  { name: 'desk-new-refused', role: 'adviser_by', allow: /422/, show: async (page) => { await page.goto('/desk/profiles/new'); await submit(page, page.getByTestId('new-profile').getByRole('button')); } },
  { name: 'desk-profile', quotes: true, role: 'adviser_by', open: first(drafts, '') },
  { name: 'desk-published', quotes: true, role: 'adviser_by', open: first(published, '?with=zh-Hans') },
  { name: 'desk-edit', quotes: true, role: 'adviser_by', open: first(drafts, '/edit') },
  { name: 'desk-edit-find', quotes: true, role: 'adviser_by', open: first(drafts, '/edit?find=ford&q=2') },
  { name: 'desk-edit-refused', quotes: true, role: 'adviser_by', allow: /422/, show: async (page) => { await page.goto(await first(drafts, '/edit')(page)); await bad(page); } },
  { name: 'desk-versions', quotes: true, role: 'adviser_by', open: first(published, '/versions') },
  { name: 'desk-translate', quotes: true, role: 'adviser_by', open: first(published, '/translate/zh-Hans') },
  { name: 'desk-review', quotes: true, role: 'validator_by', path: '/desk/review' },
  { name: 'desk-validate', quotes: true, role: 'validator_by', open: first('/desk/review', '?remarks=3') },
];
