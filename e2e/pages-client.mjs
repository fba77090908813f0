// Pages of clients and of records of organisations; see pages.mjs for how a page is described.
export const pages = [
  { name: 'clients', role: 'adviser_by', path: '/desk/clients?country=BY&q=optika' },
  { name: 'organisation-new', role: 'adviser_by', path: '/desk/organisations/new' },
  { name: 'organisation-record', role: 'org_admin', path: '/desk/organisations/homelreduktor' },
  { name: 'duplicates', role: 'validator_by', path: '/desk/duplicates' },
  { name: 'park-desk', role: 'park_operator', path: '/desk/parks/neman-park?q=optika&country=BY' },
  { name: 'park-part', role: 'park_operator', path: '/desk/parks/neman-park/part?list=services&n=new' },
  { name: 'park-member', role: 'park_operator', path: '/desk/parks/neman-park/part?list=board&n=new' },
  { name: 'organisations-unconfirmed', role: 'validator_by', path: '/desk/organisations' },
];
