import { SEOUL, TestRegion } from './store.fixture.ts';

/** A store in a process of its own, to be killed: `node crash.fixture.ts DIRECTORY ADDRESS`. */
const [directory = '', address = ''] = process.argv.slice(2);
await new TestRegion({ region: SEOUL, address, directory }).start();
process.stdout.write('ready\n');
// Its parent's end is its own.
process.stdin.resume().on('end', () => process.exit(0));
