// A server of a few fixed pages, for the harness's own tests.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Serves {path: {status, headers, body}}; returns {url, stop()}. */
export async function serve(pages) {
  const server = createServer((req, res) => {
    const p = pages[new URL(req.url, 'http://localhost').pathname] ?? { status: 404, body: 'not here' };
    res.writeHead(p.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8', ...p.headers });
    res.end(p.body ?? '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: async () => { server.closeAllConnections(); server.close(); await once(server, 'close'); },
  };
}
