import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Imports a program whose TypeScript files are modules where they are written as modules, whatever
 * the nearest package.json says: `npm init` writes `"type": "commonjs"` into it, and a first
 * configuration would fail at its first line.
 */
export async function importWrittenAsModules(url: string): Promise<unknown> {
  const hooks = registerHooks({
    load: (loaded, context, next) =>
      next(loaded, isModule(loaded, context.format) ? { format: 'module-typescript' } : undefined),
  });
  try {
    return await import(url);
  } finally {
    hooks.deregister();
  }
}

/** What package.json says nothing about, Node.js would read twice, and warn. */
function isModule(url: string, format: string | null | undefined): boolean {
  if (!url.startsWith('file:') || !/\.ts$/.test(url)) return false;
  if (format !== 'commonjs-typescript' && format !== null) return false;
  return /^(?:import|export)\b/m.test(readFileSync(fileURLToPath(url), 'utf8'));
}
