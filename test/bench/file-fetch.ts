// The peer loads its models through `fetch`, which in Node knows no file URLs. Only while the bench runs, it does.
import { readFile } from 'node:fs/promises';

export function teachFetchFiles(): void {
  const fetchUrl = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith('file:')) return fetchUrl(input, init);
    const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return new Response(await readFile(new URL(url)), { headers: { 'content-type': type } });
  };
}
