import { configText, type ConfigAnswers } from './config-text.ts';
import type { Template } from './templates/template.ts';

export const CONFIG_FILE = 'understudy.config.ts';
const IGNORED = ['.understudy/', 'cdk.out/', 'node_modules/'];

export interface PlannedFile {
  /** Relative to the folder of the configuration, with `/`. */
  path: string;
  text: string;
  /** `extended`: the text is what was there, and lines more. */
  state: 'written' | 'extended';
}

export interface FilePlan {
  files: PlannedFile[];
  /** Files that are there and would have to be written over. */
  taken: string[];
}

/** A template's files, or what the app lacks that is there. */
export type PlannedApp =
  { template: Template } | { command: string | undefined; ignored: readonly string[] };

/** What a new site writes. `existing` reads a file of the folder; undefined: it is not there. */
export function planFiles(
  answers: ConfigAnswers,
  app: PlannedApp,
  existing: (path: string) => string | undefined,
): FilePlan {
  const { serves } = answers;
  const folder = serves.kind === 'app' ? serves.app : serves.assets;
  const below = (name: string): string => pathBelow(folder, name);
  const wanted = new Map([[CONFIG_FILE, configText(answers)]]);
  if ('template' in app)
    for (const [name, text] of Object.entries(app.template.files)) wanted.set(below(name), text);
  else if (app.command !== undefined && existing(below('Procfile')) === undefined)
    wanted.set(below('Procfile'), `web: ${app.command}\n`);
  const ignored = 'template' in app ? app.template.ignored : app.ignored;
  const written = [...wanted].map(([path, text]) => ({ path, text, state: 'written' as const }));
  return {
    files: [...written, ...ignoreFile([...IGNORED, ...ignored], existing('.gitignore'))],
    taken: [...wanted.keys()].filter((path) => existing(path) !== undefined),
  };
}

/** `./web` and `Procfile` are `web/Procfile`. */
export function pathBelow(folder: string, name: string): string {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.');
  return [...(folder.startsWith('/') ? [''] : []), ...parts, name].join('/');
}

function ignoreFile(lines: readonly string[], before: string | undefined): PlannedFile[] {
  const known = new Set((before ?? '').split(/\r?\n/).map((line) => bare(line)));
  const missing = [...new Set(lines)].filter((line) => !known.has(bare(line)));
  if (missing.length === 0) return [];
  const kept = before === undefined || before === '' ? '' : `${before.replace(/\n?$/, '\n')}\n`;
  const text = `${kept}# Understudy\n${missing.join('\n')}\n`;
  return [{ path: '.gitignore', text, state: before === undefined ? 'written' : 'extended' }];
}

/** `/node_modules/`, `node_modules/` and `node_modules` keep the same folder out. */
function bare(line: string): string {
  return line.trim().replace(/^\/|\/$/g, '');
}
