// Pages of clients and of records of organisations; see pages.mjs for how a page is described.
export const pages = [
  { name: 'clients', role: 'adviser_by', path: '/desk/clients?country=BY&q=optika' },
  { name: 'organisation-new', role: 'adviser_by', path: '/desk/organisations/new' },
  { name: 'organisation-record', role: 'org_admin', path: '/desk/organisations/homelreduktor' },
  { name: 'organisations-unconfirmed', role: 'validator_by', path: '/desk/organisations' },
];
