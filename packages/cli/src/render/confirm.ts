import process from 'node:process';
import { createInterface } from 'node:readline/promises';

/** Asks; anything but yes is no, and nobody at the keyboard is no. */
export async function confirm(text: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write(`${text}\nnobody can answer here; pass --yes to go on\n`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal gives keys as they are while it asks: Ctrl-C is no signal then, and what it means
  // is the command's.
  const closed = new Promise<string>((resolve) => {
    const onClose = (): void => resolve('');
    terminal.once('close', onClose);
    terminal.once('SIGINT', () => {
      terminal.off('close', onClose); // it is no answer
      terminal.close();
      process.stderr.write('\n');
      process.kill(process.pid, 'SIGINT');
    });
  });
  const answer = await Promise.race([terminal.question(`${text}\n  [y/N] `), closed]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
