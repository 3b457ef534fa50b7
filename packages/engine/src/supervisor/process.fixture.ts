import { createServer } from 'node:net';
import process from 'node:process';

/**
 * A program for tests of the runtime: takes documents as a data-plane process does, listens where
 * they say, answers queries, and misbehaves when it is asked to.
 */
export interface TestDocument {
  revision: number;
  listen?: { address: string; port: number }[];
  /** Does not end when it is told to stop. */
  stubborn?: boolean;
  /** Takes the document, and never says so. */
  silent?: boolean;
}

/** As queries had it. */
let refusesNext = false;

let stubborn = false;
const open = new Set<string>();

async function apply(document: TestDocument): Promise<void> {
  if (refusesNext) {
    refusesNext = false;
    const { revision } = document;
    process.send?.({ kind: 'refused', revision, problems: ['document refused: a: b'] });
    return;
  }
  stubborn = document.stubborn ?? false;
  for (const { address, port } of document.listen ?? []) {
    const name = `${address}:${port}`;
    if (open.has(name)) continue;
    open.add(name);
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('served\n');
    });
    await new Promise<void>((resolve) => server.listen({ host: address, port }, () => resolve()));
  }
  if (document.silent !== true)
    process.send?.({ kind: 'applied', revision: document.revision, problems: [] });
}

function answer(id: number, query: string, input: unknown): void {
  if (query === 'crash') process.exit(3);
  if (query === 'fail')
    return void process.send?.(
      { kind: 'crash', code: 'StateUnwritable', message: 'no such disk' },
      undefined,
      {},
      () => process.exit(1),
    );
  if (query === 'ignore') return;
  if (query === 'refuse-next') {
    refusesNext = true;
    return void process.send?.({ kind: 'answer', id, output: {} });
  }
  if (query === 'environment')
    return void process.send?.({ kind: 'answer', id, output: process.env });
  if (query === 'echo') return void process.send?.({ kind: 'answer', id, output: input });
  if (query === 'refuse') {
    const aws = { code: 'InvalidInstanceID.NotFound', status: 400 };
    return void process.send?.({ kind: 'failure', id, message: 'no such instance', aws });
  }
  if (query === 'listMetrics')
    return void process.send?.({ kind: 'answer', id, output: { metrics: [{ namespace: 1 }] } });
  if (query === 'misunderstand') {
    const message = 'the request of query misunderstand is invalid';
    return void process.send?.({ kind: 'failure', id, message, code: 'QueryInvalid' });
  }
  if (query === 'unready') return void process.send?.({ kind: 'unready', id });
  process.send?.({ kind: 'failure', id, message: `there is no query '${query}'` });
}

interface Message {
  kind: string;
  revision: number;
  text: string;
  id: number;
  query: string;
  input: unknown;
}

process.on('message', ({ kind, revision, text, id, query, input }: Message) => {
  if (kind === 'document') void apply({ ...(JSON.parse(text) as TestDocument), revision });
  else if (kind === 'query') answer(id, query, input);
  else if (!stubborn) process.exit(0);
});
process.send?.({ kind: 'ready' });
