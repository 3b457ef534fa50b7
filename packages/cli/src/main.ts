import process from 'node:process';
import { endWhenInterrupted } from './interrupts.ts';
import { createProgram } from './program.ts';
import { reportError } from './render/error.ts';

endWhenInterrupted();
try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportError(error, { json: process.argv.includes('--json') });
}
