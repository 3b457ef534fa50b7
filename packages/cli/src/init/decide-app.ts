import type { Language } from '@understudy/site';
import { pathBelow } from './plan-files.ts';
import { procfileCommand, type ExistingApp } from './procfile-command.ts';

/** Where an app is looked for when its folder is not named. */
export const APP_FOLDERS = ['.', './web', './app'] as const;

/** What git must not keep of an app in each language. */
const IGNORED: Readonly<Record<Language, readonly string[]>> = {
  node: [],
  python: ['python_modules/', '.venv/', '__pycache__/'],
  php: ['vendor/'],
  go: ['web-app'],
};

export interface FoundApp {
  folder: string;
  language: Language | undefined;
  /** How it is started; undefined when its own Procfile says so, or nobody knows. */
  command: string | undefined;
  hasProcfile: boolean;
  ignored: readonly string[];
}

/**
 * The first folder with an app in it: with a Procfile, or with what says how it is started. A
 * `package.json` alone is none: it may be there for Understudy itself.
 */
export function findApp(
  folders: readonly string[],
  read: (folder: string) => ExistingApp,
): FoundApp | undefined {
  const apps = folders.map((folder) => describeApp(folder, read(folder)));
  return apps.find(({ command, hasProcfile }) => hasProcfile || command !== undefined);
}

export function describeApp(folder: string, app: ExistingApp): FoundApp {
  const { language } = app;
  return {
    folder,
    language,
    command: procfileCommand(app),
    hasProcfile: app.has('Procfile'),
    ignored: (language === undefined ? [] : IGNORED[language]).map((line) =>
      folder === '.' ? line : pathBelow(folder, line),
    ),
  };
}
