import type { Session } from '../engine/session.ts';
import { colors } from './colors.ts';

/** The three things to try next, as they must be typed in another terminal. */
export function renderWelcome({ site, selector }: Session): string {
  const say = (line: string): string => `  ${colors.cyan(line)}`;
  return [
    '',
    colors.bold('Try next, in another terminal:'),
    `${say(`npx understudy curl${selector} https://${site.domain}/api/whoami`)}   a visitor's page`,
    `${say(`npx understudy fault region${selector} ${site.primary}`)}   lose the primary, and watch curl come from the standby`,
    `${say(`npx understudy heal${selector}`)}   bring it back`,
    '',
    colors.dim('Ctrl-C stops everything; what was stored is kept.'),
  ].join('\n');
}
