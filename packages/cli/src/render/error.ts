import process from 'node:process';
import { colors } from './colors.ts';
import { knownError } from './known-error.ts';

/**
 * Tells what went wrong and what to do next. Returns the exit code: 1 for users' errors, 70
 * (EX_SOFTWARE) for ours.
 */
export function reportError(error: unknown, options: { json: boolean }): number {
  const known = knownError(error);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ error: known.toJSON() })}\n`);
  } else {
    process.stderr.write(
      `${colors.red('error')} ${colors.bold(known.code)}: ${known.message}\n  ${colors.dim('→')} ${known.hint}\n`,
    );
  }
  if (known.code === 'Internal' && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`);
  return known.fault === 'user' ? 1 : 70;
}
