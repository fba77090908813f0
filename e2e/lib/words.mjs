// What the program says, from the catalogues it says it from.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const locales = resolve(import.meta.dirname, '../../internal/base/i18n/locales');
const catalogues = new Map();

function catalogue(lang) {
  if (!catalogues.has(lang)) {
    const dir = join(locales, lang);
    catalogues.set(lang, Object.assign({}, ...readdirSync(dir).map((f) => JSON.parse(readFileSync(join(dir, f), 'utf8')))));
  }
  return catalogues.get(lang);
}

/** The message of the key in the language, filled in. A plural form is chosen by values.n. */
export function say(lang, key, values = {}) {
  let text = catalogue(lang)[key];
  if (text === undefined) throw new Error(`no message ${key} in ${lang}`);
  if (typeof text === 'object') text = text[new Intl.PluralRules(lang).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
