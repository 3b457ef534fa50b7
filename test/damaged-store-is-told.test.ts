import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ExampleSite } from './support/site.ts';

test(
  'a region’s object metadata that is damaged in the middle is told by up, with its file and a next step',
  { timeout: 120_000 },
  async () => {
    await using site = new ExampleSite();
    await site.up();
    expect((await site.run(['down'])).code).toBe(0);
    const file = path.join(site.state, 'regions/us-east-1/store/metadata.sqlite');
    const { size } = statSync(file);
    const start = Math.floor(size / 2 / 4096) * 4096;
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(size - start, 0x5a), 0, size - start, start);
    closeSync(descriptor);

    const { code, stdout, stderr } = await site.run(['up', '--detach', '--json', '--port', '0']);
    expect(code).not.toBe(0);
    const told = JSON.parse(stderr || stdout) as { error: Record<string, string> };
    expect(told.error).toMatchObject({
      ...{ code: 'StateUnreadable', fault: 'user' },
      message: `us-east-1: cannot use the object metadata in '${file}': it is damaged`,
      hint: expect.stringMatching(/^move the state folder away/) as string,
    });
    await site.nothingRuns();
  },
);
