// Every page: who looks at it and where it is. `link` starts from `path` and
// follows the first link that matches the selector.
export const pages = [
  { name: 'home', path: '/' },
];
