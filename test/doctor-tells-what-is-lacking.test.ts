import { expect, test } from 'vitest';
import { ExampleSite } from './support/site.ts';

interface Row {
  name: string;
  state: string;
  fix: string | null;
}

test('doctor looks at this machine and at the app, and ends with 1 where something is lacking', async () => {
  await using site = new ExampleSite('node');
  const examine = async (): Promise<{ code: number; rows: Row[] }> => {
    const { code, stdout } = await site.run(['doctor', '--json']);
    return { code, rows: JSON.parse(stdout) as Row[] };
  };
  const { rows } = await examine();
  const stateOf = (name: string): string | undefined =>
    rows.find((row) => row.name === name)?.state;
  for (const name of ['Node.js', 'addresses', 'start of the app']) expect(stateOf(name)).toBe('ok');
  for (const { state, fix } of rows) expect(fix === null).toBe(state === 'ok');

  site.edit('web/Procfile', 'node server.js', 'no-such-program server.js');
  const broken = await examine();
  expect(broken.code).toBe(1);
  expect(broken.rows.at(-1)).toMatchObject({
    name: 'start of the app',
    state: 'lacking',
    fix: 'install no-such-program on this machine, or correct the Procfile',
  });
  const told = await site.run(['doctor']);
  expect(told.stdout).toMatch(/no-such-program not found\n {3}→ install no-such-program/);
});
