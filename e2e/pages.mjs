// Every page: who looks at it and where it is. `link` starts from `path` and
// follows the first link that matches the selector; `open` gets there by other
// steps; `show` takes the steps anew in each language, for what has no address.
// `quotes`: much of the page is a file's or a letter's own words, in whatever language.
import { askForLink, exchange, linkIn, openLetter, propose, repair, signIn, submit, testdata, upload } from './lib/steps.mjs';
import { pages as catalogue } from './pages-catalogue.mjs';
import { pages as profile } from './pages-profile.mjs';
import { pages as desk } from './pages-desk.mjs';
import { pages as client } from './pages-client.mjs';
import { pages as interest } from './pages-interest.mjs';
import { pages as data } from './pages-data.mjs';

const at = (path) => exchange + path;
const participants = at('/participants');
const person = 'main tbody tr th a, main tbody tr td a[href*="/participants/"]';
const meeting = 'main a[href*="/plan/meetings/"]';
const preview = (name) => async (page) => { await upload(page, testdata(name)); return page.url(); };
const refusedRepair = async (page) => {
  await page.goto(at('/plan/repair'));
  const form = page.getByTestId('repair-late');
  await form.locator('select[name=two]').selectOption(await form.locator('select[name=one]').inputValue());
  await submit(page, form.getByRole('button'));
};
const csv = (text) => ({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

export const pages = [
  { name: 'home', path: '/' },
  { name: 'gallery', path: '/gallery' },
  { name: 'event', path: exchange },
  { name: 'programme', path: at('/programme') },
  { name: 'organisation', path: '/organisations/mapi' },
  { name: 'park', path: '/organisations/neman-park' },
  { name: 'demo', path: '/demo' },
  { name: 'demo-mail', quotes: true, path: '/demo/mail' },
  { name: 'demo-letter', quotes: true, open: async (page) => { await openLetter(page, '@'); return page.url(); } },
  { name: 'not-found', path: '/nowhere', allow: /404/ },
  { name: 'sign-in', path: `/sign-in?next=${encodeURIComponent(at('/agenda'))}` },
  { name: 'sign-in-refused', show: async (page) => signIn(page, 'nobody@example.org', 'not the password'), allow: /422/ },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'link-sent', open: async (page) => { await askForLink(page, 'new@example.org'); return page.url(); } },
  { name: 'link', open: async (page) => { await openLetter(page, 'new@example.org'); return linkIn(page, '/sign-in/link/'); } },
  { name: 'link-dead', path: '/sign-in/link/nothing', allow: /4\d\d/ },
  { name: 'unsubscribe', open: async (page) => { await openLetter(page, 's.martsinovich@'); return linkIn(page, '/unsubscribe/'); } },

  { name: 'demo-signed-in', role: 'participant_by', path: '/demo' },
  { name: 'event-participant', role: 'participant_by', path: exchange },
  { name: 'participants', role: 'participant_by', path: participants },
  { name: 'participants-filtered', role: 'participant_by', path: `${participants}?country=CN&area=medicine&language=en&sort=organisation` },
  { name: 'participants-none', role: 'participant_by', path: `${participants}?q=zzzz` },
  { name: 'organisations', role: 'participant_by', path: `${participants}?view=organisations` },
  { name: 'organisations-page-2', role: 'participant_by', path: `${participants}?view=organisations&page=2` },
  { name: 'person', role: 'participant_by', path: `${participants}?country=CN&area=medicine`, link: person },
  { name: 'agenda-by', role: 'participant_by', path: at('/agenda') },
  { name: 'not-for-participants', role: 'participant_by', path: at('/plan'), allow: /404/ },
  { name: 'account', role: 'participant_by', path: '/account' },
  { name: 'account-security', role: 'participant_by', path: '/account/security' },
  { name: 'account-privacy', role: 'participant_by', path: '/account/privacy' },
  { name: 'account-activity', role: 'participant_by', path: '/account/activity' },
  { name: 'account-welcome', role: 'participant_by', path: '/account/welcome' },
  { name: 'agenda-cn', role: 'participant_cn', path: at('/agenda') },

  { name: 'plan-places', role: 'organiser_by', path: at('/plan') },
  { name: 'plan-second-day', role: 'organiser_by', path: at('/plan?day=1') },
  { name: 'plan-people', role: 'organiser_by', path: at('/plan?view=people') },
  { name: 'plan-list', role: 'organiser_by', path: at('/plan?view=list') },
  { name: 'plan-unplaced', role: 'organiser_by', path: at('/plan?view=unplaced') },
  { name: 'plan-nothing', role: 'organiser_by', path: at('/plan?view=list&q=zzzz') },
  { name: 'plan-published', role: 'organiser_by', path: at('/plan?version=published') },
  { name: 'meeting', role: 'organiser_by', path: at('/plan?view=list'), link: meeting },
  { name: 'meeting-published', role: 'organiser_by', path: at('/plan?view=list&version=published'), link: meeting },
  { name: 'changes', role: 'organiser_by', path: at('/plan/changes') },
  { name: 'proposal', role: 'organiser_by', open: async (page) => { await propose(page); return page.url(); } },
  { name: 'repair', role: 'organiser_by', path: at('/plan/repair') },
  { name: 'repair-refused', role: 'organiser_by', show: (page) => refusedRepair(page), allow: /409/ },
  { name: 'repair-proposal', role: 'organiser_by', open: async (page) => { await repair(page); return page.url(); } },
  { name: 'repair-not-yours', role: 'secretariat', path: at('/plan/repair') },
  { name: 'whatif', role: 'organiser_by', path: at('/plan/whatif') },
  { name: 'whatif-effect', role: 'organiser_by', path: at('/plan/whatif?slots=1&day=0&limit=6') },
  { name: 'meeting-unplaced', role: 'organiser_by', path: at('/plan?view=unplaced'), link: meeting },
  { name: 'plan-with-proposals', role: 'organiser_by', path: at('/plan') },
  { name: 'participants-organiser', role: 'organiser_by', path: participants },
  { name: 'person-organiser', role: 'organiser_by', path: `${participants}?country=BY`, link: person },
  { name: 'import', role: 'organiser_by', path: at('/import') },
  { name: 'import-ready', role: 'organiser_by', quotes: true, open: preview('participants.xlsx') },
  { name: 'import-errors', role: 'organiser_by', quotes: true, open: preview('participants-wrong.xlsx') },
  {
    name: 'import-warnings', role: 'organiser_by', quotes: true,
    open: async (page) => { await upload(page, csv('ФИО;Страна;Любимый цвет\nСосновская Ульяна;BY;синий\n')); return page.url(); },
  },
  { name: 'import-refused', role: 'organiser_by', show: (page) => upload(page, { name: 'list.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('%PDF-1.7') }), allow: /422/ },
  { name: 'figures', role: 'organiser_by', path: at('/figures') },
  { name: 'audit', role: 'organiser_by', path: at('/audit') },
  { name: 'roles', role: 'organiser_by', path: at('/roles') },
  { name: 'plan-places-cn', role: 'organiser_cn', path: at('/plan') },
  { name: 'plan-secretariat', role: 'secretariat', path: at('/plan') },
  { name: 'figures-secretariat', role: 'secretariat', path: at('/figures') },
  { name: 'audit-admin', role: 'admin', path: at('/audit') },
  { name: 'park-operator', role: 'park_operator', path: '/organisations/neman-park' },
  ...catalogue, ...profile, ...desk, ...client, ...interest, ...data,
];
