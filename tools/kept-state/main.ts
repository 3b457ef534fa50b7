import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describeKept } from '../../packages/dataplane/src/store/disk/kept-states/open-kept.fixture.ts';
import { describeState } from '../../packages/engine/src/runtime/kept-states/described.fixture.ts';
import { openKept } from '../../packages/engine/src/runtime/kept-states/open-kept.fixture.ts';
import { dumpState } from './dump.ts';

/**
 * Keeps the state that an engine of this version has left, for the tests that open it with every
 * later one: `npx node tools/kept-state/main.ts VERSION STATE_DIRECTORY`, the engine being down.
 */
const [version, given] = process.argv.slice(2);
if (version === undefined || given === undefined || !/^[\w.-]+$/.test(version)) {
  console.error('usage: npx node tools/kept-state/main.ts VERSION STATE_DIRECTORY');
  process.exit(1);
}
const stateDirectory = path.resolve(given);
const root = path.resolve(import.meta.dirname, '../..');

function write(folder: string, name: string, text: string): string {
  const file = path.join(root, folder, version ?? '', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${path.relative(root, file)}`);
  return file;
}

const ENGINE = 'packages/engine/src/runtime/kept-states';
const dump = dumpState(path.join(stateDirectory, 'control-plane.sqlite'), stateDirectory);
using state = openKept(write(ENGINE, 'control-plane.sql', dump));
const described = Object.entries(await describeState(state)).map(
  ([call, answer]) => `${JSON.stringify(call)}: ${JSON.stringify(answer)}`,
);
write(ENGINE, 'described.json', `{\n${described.join(',\n')}\n}\n`);

const STORES = 'packages/dataplane/src/store/disk/kept-states';
for (const file of globSync(path.join(stateDirectory, 'regions/*/store/metadata.sqlite'))) {
  const region = path.basename(path.dirname(path.dirname(file)));
  const sql = write(STORES, `${region}.sql`, dumpState(file, stateDirectory));
  write(STORES, `${region}.json`, `${JSON.stringify(describeKept(sql), undefined, 1)}\n`);
}
