import process from 'node:process';
import { createProgram } from './program.ts';
import { reportError } from './render/error.ts';

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportError(error, { json: process.argv.includes('--json') });
}
