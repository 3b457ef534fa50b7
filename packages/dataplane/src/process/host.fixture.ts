import { createServer, type Server } from 'node:net';
import process from 'node:process';
import { clockConfigSchema } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { z } from 'zod';
import { hostProcess } from './host.ts';

/**
 * A program for tests of the host: listens while it has a document, and tells what it was given.
 */
const schema = z.object({
  revision: z.number(),
  clock: clockConfigSchema,
  text: z.string(),
  problems: z.array(z.string()).default([]),
});
type TestDocument = z.infer<typeof schema>;

const directory = process.argv[2] ?? '';
const applied: string[] = [];
let server: Server | undefined;

await hostProcess<TestDocument, { more: string }>({
  schema,
  directory,
  patches: {
    schema: z.object({ more: z.string() }),
    merge: (document, patches) => ({
      ...document,
      text: [document.text, ...patches.map(({ more }) => more)].join('+'),
    }),
  },
  build: (_document, context) =>
    Promise.resolve({
      async apply(document) {
        if (document.text === 'break') throw new Error('this document breaks the program');
        server ??= await listen();
        applied.push(document.text);
        context.emit({ type: 'log', level: 'info', message: `applied ${document.text}` });
        // Long enough for several documents to arrive meanwhile.
        if (document.text === 'slow') await context.clock.sleep(300);
        return document.problems;
      },
      patch({ more }) {
        applied.push(`+${more}`);
        return Promise.resolve([]);
      },
      query(name, input) {
        if (name === 'applied') return Promise.resolve(applied);
        if (name === 'refuse')
          return Promise.reject(new AwsError({ code: 'Throttling', message: 'Rate exceeded' }));
        return Promise.reject(new Error(`no answer to ${name} ${JSON.stringify(input)}`));
      },
      close() {
        process.stdout.write('closed in order\n');
        return Promise.resolve();
      },
    }),
});

/** Keeps the process running as real listeners do, and says on standard output that it runs. */
function listen(): Promise<Server> {
  return new Promise((resolve) => {
    const made = createServer().listen(0, '127.0.0.1', () => {
      process.stdout.write('listening\n');
      resolve(made);
    });
  });
}
