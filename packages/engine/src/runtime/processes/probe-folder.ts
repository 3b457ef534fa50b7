import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** More than what an engine writes at once: a full disk may still have room for an empty file. */
const PROBE_BYTES = 1_000_000;

/** Throws what the system says when a file of some size cannot be written in the folder. */
export function probeFolder(directory: string): void {
  const file = path.join(directory, `.probe-${process.pid}`);
  try {
    writeFileSync(file, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
  } finally {
    rmSync(file, { force: true });
  }
}
