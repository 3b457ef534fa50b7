import { SEOUL, TestRegion, VIRGINIA } from './store.fixture.ts';

/**
 * A store in a process of its own, to be killed: `node crash.fixture.ts DIRECTORY ADDRESS [PEER]`.
 */
const [directory = '', address = '', peer] = process.argv.slice(2);
const peers =
  peer === undefined ? [] : [new TestRegion({ region: VIRGINIA, address: peer, directory })];
await new TestRegion({ region: SEOUL, address, directory }).start(peers);
process.stdout.write('ready\n');
// Its parent's end is its own.
process.stdin.resume().on('end', () => process.exit(0));
