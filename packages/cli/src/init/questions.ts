import process from 'node:process';
import { createInterface, type Interface } from 'node:readline/promises';

/** Asks whoever is there; where nobody is, what is proposed is the answer. */
export interface Questions extends Disposable {
  readonly isAnswered: boolean;
  ask(question: string, proposed: string): Promise<string>;
}

export function questionsAtTerminal(): Questions {
  // Made when something is asked: without a question, the terminal stays as it is.
  let terminal: Interface | undefined;
  return {
    isAnswered: process.stdin.isTTY && process.stderr.isTTY,
    async ask(question, proposed) {
      if (!this.isAnswered) return proposed;
      terminal ??= opened();
      const behind = proposed === '' ? '' : ` (${proposed})`;
      const answer = await terminal.question(`${question}${behind}: `);
      return answer.trim() || proposed;
    },
    [Symbol.dispose]: () => terminal?.close(),
  };
}

/** While it asks, Ctrl-C is a key and no signal. */
function opened(): Interface {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.once('SIGINT', () => {
    terminal.close();
    process.stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  // The end of its input is nobody any more.
  terminal.once('close', () => process.stdin.unref());
  return terminal;
}
