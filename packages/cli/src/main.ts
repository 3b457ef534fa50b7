import process from 'node:process';
import { CommanderError } from 'commander';
import { endWhenInterrupted } from './interrupts.ts';
import { createProgram } from './program.ts';
import { reportError } from './render/error.ts';
import { watchOutputs } from './render/outputs.ts';
import { usageError } from './usage.ts';

watchOutputs();
endWhenInterrupted();
const program = createProgram();
try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  const words = process.argv.slice(2);
  const told = error instanceof CommanderError ? usageError(error, program, words) : error;
  return typeof told === 'number' ? told : reportError(told, { json: words.includes('--json') });
}
