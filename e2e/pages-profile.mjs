// Public pages of profiles and organisations; see pages.mjs for how a page is
// described.
const profile = 'main article a[href^="/profiles/"]';

export const pages = [
  { name: 'profile', path: '/catalogue?language=zh-Hans&type=TO', link: profile },
  { name: 'profile-translated', path: '/profiles/TOBY20260202001?text=ru' },
  { name: 'profile-signed-in', role: 'adviser_by', path: '/profiles/TOBY20260202001' },
  { name: 'profile-gone', path: '/profiles/TOBY20260511001', allow: /410/ },
  { name: 'profile-report', role: 'participant_by', path: '/profiles/TOBY20260202001/report' },
  { name: 'catalogue-print', path: '/catalogue/print?area=medicine' },
  { name: 'catalogue-print-none', path: '/catalogue/print?q=zzzz' },
  { name: 'park-cn', path: '/organisations/songliao-park' },
];
