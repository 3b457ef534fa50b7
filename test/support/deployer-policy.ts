import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './cli.ts';

/** What docs/guide/permissions.md gives to who deploys, for a site of this name. */
export function deployerPolicy(site: string): string {
  const file = path.join(REPOSITORY, 'docs/reference/iam-policy.json');
  return readFileSync(file, 'utf8').replaceAll('SITE', site);
}
