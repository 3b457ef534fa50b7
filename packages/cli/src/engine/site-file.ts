import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorText, UnderstudyError } from '@understudy/contract';
import { webCommand } from '@understudy/engine';
import { SiteConfigError, type SiteConfig } from '@understudy/site';
import type { GlobalFlags } from '../flags.ts';

/** The configuration's default export. @throws UnderstudyError ConfigNotFound, ConfigInvalid */
export async function loadSite(flags: GlobalFlags): Promise<SiteConfig> {
  const file = path.resolve(flags.config);
  if (!existsSync(file))
    throw new UnderstudyError('ConfigNotFound', { message: `there is no file ${file}` });
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (error) {
    if (error instanceof SiteConfigError)
      throw new UnderstudyError('ConfigInvalid', {
        message: `${path.basename(file)}: ${error.message}`,
        hint: error.hint,
        cause: error,
      });
    throw new UnderstudyError('ConfigInvalid', {
      message: `${file} cannot be read: ${errorText(error)}`,
      hint: 'correct the named line',
      cause: error,
    });
  }
  if (!isSite(module.default)) {
    throw new UnderstudyError('ConfigInvalid', {
      message: `${file} has no site as its default export`,
      hint: "write 'export default defineSite({ … }, import.meta.url)'",
    });
  }
  checkProcfile(module.default);
  return module.default;
}

/** Before anything is started: an image without a command to run would fail minutes later. */
function checkProcfile({ web }: SiteConfig): void {
  const file = path.join(web.app, 'Procfile');
  if (!existsSync(file)) {
    throw new UnderstudyError('ProcfileInvalid', { message: `there is no file ${file}` });
  }
  webCommand(readFileSync(file, 'utf8'));
}

export function stateDirectory(flags: GlobalFlags): string {
  return flags.state === undefined
    ? path.join(path.dirname(path.resolve(flags.config)), '.understudy')
    : path.resolve(flags.state);
}

function isSite(value: unknown): value is SiteConfig {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'understudy-site'
  );
}
