import { fetchAsVisitor } from '../../probe/fetch.ts';
import { ask } from '../../probe/resolve.ts';
import { outputOf, type Check } from '../check.ts';
import { checkRegions } from '../report/regions.ts';
import { balancerScheme } from './balancer-scheme.ts';

const NODE_WALL_MS_MAX = 3_000;

/**
 * Step 10: the primary's load balancer answers as the site says, the standby's over HTTPS with the
 * site's certificate.
 */
export const balancerCheck: Check = {
  step: 10,
  name: 'Load balancer',
  run: (context) =>
    checkRegions(context, async ({ stack, role }) => {
      const { info, site } = context.session;
      const scheme = balancerScheme(site, role);
      const name = outputOf(context, stack, 'LoadBalancerDnsName');
      const { addresses } = await ask(info, { name, type: 'A' });
      const url = `${scheme}://${site.domain}${site.web?.healthPath ?? '/'}`;
      const answers = await Promise.all(
        addresses.map((address) =>
          fetchAsVisitor(info, url, { address, withinMs: NODE_WALL_MS_MAX }),
        ),
      );
      const statuses = answers.map((answer) => answer.status);
      return {
        ok: addresses.length > 0 && statuses.every((status) => status === 200),
        evidence: `${addresses.length} nodes answer ${scheme.toUpperCase()} ${statuses.join(' and ')}`,
      };
    }),
};
