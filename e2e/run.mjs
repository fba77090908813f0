// Runs the browser tests, one file at a time, and ends with a line of counts.
//   node e2e/run.mjs [PART OF A FILE'S NAME]
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const only = process.argv[2] ?? '';
const files = readdirSync(import.meta.dirname)
  .filter((f) => f.endsWith('.test.mjs') && f.includes(only))
  .sort()
  .map((f) => join(import.meta.dirname, f));

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files, concurrency: 1, timeout: 15 * 60 * 1000 });
stream.on('test:pass', (e) => {
  if (e.details?.type === 'suite') return;
  if (e.skip !== undefined || e.todo !== undefined) counts.skipped++;
  else counts.passed++;
});
stream.on('test:fail', (e) => {
  if (e.details?.type !== 'suite' || e.details?.error?.failureType !== 'subtestsFailed') counts.failed++;
});
const told = stream.compose(new spec());
told.pipe(process.stdout);
told.once('end', () => {
  if (files.length === 0 || counts.passed + counts.failed + counts.skipped === 0) {
    console.error('no browser test matches');
    counts.failed++;
  }
  const { passed, failed, skipped } = counts;
  if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, `${passed} ${failed} ${skipped}\n`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
});
