// Starts the program under test and ends it, by its own process id.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');
const startLimit = 60_000;
const stopLimit = 20_000;

/**
 * Starts the demo on a free port with data of its own.
 * Returns {url, dir, pid, log(), stop()}: stop ends it and fails unless it
 * ends by itself with exit code 0 and has logged no error.
 */
export async function startApp({ command, args = [] } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'birzha-e2e-'));
  const program = command ?? [process.env.TEST_BINARY ?? join(root, 'bin/birzha'), 'demo', '--addr', '127.0.0.1:0', '--data', dir];
  const child = spawn(program[0], [...program.slice(1), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  const url = await new Promise((ready, failed) => {
    const late = setTimeout(() => { child.kill('SIGKILL'); failed(new Error(`not ready after ${startLimit / 1000} s:\n${lines.join('\n')}`)); }, startLimit);
    const read = (line) => {
      lines.push(line);
      const m = /^listening on (http:\/\/\S+)$/.exec(line);
      if (m) { clearTimeout(late); ready(m[1]); }
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.once('error', (e) => { clearTimeout(late); failed(new Error(`cannot start ${program[0]} (make build): ${e.message}`)); });
    child.once('exit', (code) => { clearTimeout(late); failed(new Error(`ended with ${code} before it was ready:\n${lines.join('\n')}`)); });
  }).catch((e) => { rmSync(dir, { recursive: true, force: true }); throw e; });

  const stop = async () => {
    const over = child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), stopLimit);
    await over;
    clearTimeout(late);
    rmSync(dir, { recursive: true, force: true });
    assert.notEqual(child.signalCode, 'SIGKILL', `did not end within ${stopLimit / 1000} s of SIGTERM:\n${lines.join('\n')}`);
    assert.equal(child.signalCode, null, `ended by ${child.signalCode}, not by itself:\n${lines.join('\n')}`);
    assert.equal(child.exitCode, 0, `did not end gracefully:\n${lines.join('\n')}`);
    const errors = lines.filter((l) => /"level":"ERROR"|level=ERROR|^panic:/.test(l));
    assert.deepEqual(errors, [], 'the program logged errors');
  };
  return { url, dir, pid: child.pid, log: () => lines, stop };
}
