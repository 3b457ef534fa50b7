import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WebConfig } from './config.ts';
import { readApp, recognizeApp } from './app/recognize-app.ts';

/** A site may say what else it does not need to run. */
const IGNORE_FILE = '.understudyignore';

/** What no instance has use for: histories, state and output of Understudy's own. */
const NEVER_TAKEN = ['.git', '.understudy', 'cdk.out', '.DS_Store', `/${IGNORE_FILE}`];

/**
 * What of the app's folder is not put into the image, as lines of a `.gitignore`: the developer's
 * own copies of what the build makes are for another processor, and of another day.
 */
export function leftOut(web: WebConfig): string[] {
  const { made } = recognizeApp(readApp(web.app));
  const file = path.join(web.app, IGNORE_FILE);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  return [...NEVER_TAKEN, ...(web.build === null ? [] : made), ...lines];
}
