// Pages of the catalogue; see pages.mjs for how a page is described.
export const pages = [];
