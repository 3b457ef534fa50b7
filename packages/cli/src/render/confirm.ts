import process from 'node:process';
import { createInterface } from 'node:readline/promises';

/** Asks; anything but yes is no, and nobody at the keyboard is no. */
export async function confirm(text: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write(`${text}\nnobody can answer here; pass --yes to go on\n`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${text}\n  [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
