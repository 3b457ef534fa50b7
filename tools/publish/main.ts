import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { stagePackages } from './stage.ts';

/**
 * Makes the packages that `npm publish` takes: `npm run pack` writes them into `dist`, or into the
 * folder that it is given. Nothing in the repository runs from there.
 */
const root = path.resolve(import.meta.dirname, '../..');
const target = path.resolve(process.argv[2] ?? path.join(root, 'dist'));
const staged = stagePackages(root, path.join(target, 'packages'));
mkdirSync(target, { recursive: true });
const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', target, ...staged], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
  entryCount: number;
}
for (const { filename, size, unpackedSize, entryCount } of JSON.parse(packed) as Packed[])
  console.log(
    `${path.join(target, filename)}: ${kb(size)}, ${entryCount} files of ${kb(unpackedSize)}`,
  );

function kb(bytes: number): string {
  return `${Math.ceil(bytes / 1_000)} kB`;
}
