import { quoted, type Session } from '../engine/session.ts';
import { DEFAULT_CONFIG } from '../flags.ts';
import { colors } from './colors.ts';

/** The things to try next, as they must be typed in another terminal. */
export function renderWelcome(
  { site, selector }: Pick<Session, 'site' | 'selector'>,
  { config, isDetached }: { config: string; isDetached: boolean },
): string {
  const named = config === DEFAULT_CONFIG ? '' : ` --config ${quoted(config)}`;
  const say = (line: string): string => `  ${colors.cyan(line)}`;
  return [
    '',
    colors.bold('Try next, in another terminal:'),
    // The one path that every app of a site has: its load balancers ask for it. A site of files has
    // its first page.
    `${say(`npx understudy curl${selector} -si https://${site.domain}${site.web?.healthPath ?? '/'}`)}   a visitor's answer: its x-amz-cf-pop is the edge's${site.web === undefined ? '' : ', which stands before the primary alone'}`,
    `${say(`npx understudy fault region${selector} ${site.primary}`)}   lose the primary, and watch curl's answer come from the standby`,
    `${say(`npx understudy heal${selector}`)}   bring it back`,
    `${say(`npx understudy drill${named} region-loss`)}   or have all that done and measured: what visitors saw, and why`,
    '',
    colors.dim(
      `${isDetached ? `npx understudy down${selector}` : 'Ctrl-C'} stops everything; what was stored is kept.`,
    ),
  ].join('\n');
}
