import { UnderstudyError } from '@understudy/contract';
import { listed } from './listed.ts';
import type { ExplainSources } from './sources.ts';

/** Domains that AWS's own name servers answer for; the engine has no hosted zone of them. */
const AWS_OWN = /(?:^|\.)(?:amazonaws\.com|cloudfront\.net|acm-validations\.aws)$/;

/**
 * The name without its final dot, in lower case.
 * @throws UnderstudyError SubjectUnknown for one that nobody here answers for
 */
export function requireName({ services }: Pick<ExplainSources, 'services'>, name: string): string {
  const asked = name.toLowerCase().replace(/\.$/, '');
  const zones = services.route53.hostedZones().map((zone) => zone.name.replace(/\.$/, ''));
  const isIn = (zone: string): boolean => asked === zone || asked.endsWith(`.${zone}`);
  if (zones.some(isIn) || AWS_OWN.test(asked)) return asked;
  throw new UnderstudyError('SubjectUnknown', {
    message: `no hosted zone of this engine has the name '${name}'`,
    hint:
      zones.length === 0
        ? "there is no hosted zone yet: 'understudy up' makes the site's"
        : `ask for a name in ${listed(zones)}`,
  });
}
