import path from 'node:path';
import process from 'node:process';

/** A file as it is written from the folder at hand. */
export function shownPath(file: string): string {
  return path.relative(process.cwd(), file) || '.';
}
