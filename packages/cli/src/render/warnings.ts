import process from 'node:process';
import { siteWarnings, type SiteConfig } from '@understudy/site';
import { colors } from './colors.ts';

/**
 * On standard error, also beside JSON: what is legal in the configuration and most often not meant.
 */
export function tellWarnings(site: SiteConfig): void {
  for (const { message, hint } of siteWarnings(site))
    process.stderr.write(`${colors.yellow('warning')}: ${message}\n  ${colors.dim('→')} ${hint}\n`);
}
