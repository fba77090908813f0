// Pages of the catalogue; see pages.mjs for how a page is described.
import { saveSearch } from './lib/catalogue.mjs';

export const pages = [
  { name: 'catalogue', path: '/catalogue' },
  { name: 'catalogue-found', path: '/catalogue?q=laser&country=CN&sort=newest' },
  { name: 'catalogue-narrowed', path: '/catalogue?kind=offer&ford=2&country=BY&trl_from=4&since=90' },
  { name: 'catalogue-page-2', path: '/catalogue?page=2' },
  { name: 'catalogue-none', path: '/catalogue?q=zzzzqq' },
  { name: 'catalogue-map', path: '/catalogue?view=map' },
  { name: 'catalogue-organisations', path: '/catalogue?kind=organisation' },
  { name: 'catalogue-parks', path: '/catalogue?kind=park' },
  { name: 'catalogue-compare', path: '/catalogue/compare?ref=TOBY20260202001&ref=TOCN20260419001&ref=TOBY20260511001' },
  { name: 'catalogue-compare-none', path: '/catalogue/compare' },
  { name: 'catalogue-signed-in', role: 'adviser_by', path: '/catalogue?q=laser' },
  { name: 'searches-none', role: 'editor_cn', path: '/desk/searches' },
  { name: 'searches', role: 'adviser_by', open: async (page) => { await saveSearch(page, 'Laser'); return page.url(); } },
];
