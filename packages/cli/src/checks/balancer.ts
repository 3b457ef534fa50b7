import { stackNames } from '@understudy/site';
import { ask } from '../probe/resolve.ts';
import { fetchAsVisitor } from '../probe/fetch.ts';
import { inEachRegion, outputOf, type Check, type CheckContext } from './check.ts';

/** Step 10: the primary's load balancer answers over HTTP, the standby's over HTTPS with the site's certificate. */
export const balancerCheck: Check = {
  step: 10,
  name: 'Load balancer',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    return inEachRegion(
      await Promise.all([
        balancer(context, { region: site.primary, stack: names.primary, scheme: 'http' }),
        balancer(context, { region: site.standby, stack: names.standby, scheme: 'https' }),
      ]),
    );
  },
};

async function balancer(
  context: CheckContext,
  place: { region: string; stack: string; scheme: 'http' | 'https' },
): Promise<{ region: string; ok: boolean; evidence: string }> {
  const { region, stack, scheme } = place;
  const { info, site } = context.session;
  const name = outputOf(context, stack, 'LoadBalancerDnsName');
  const { addresses } = await ask(info, { name, type: 'A' });
  try {
    const answers = await Promise.all(
      addresses.map((address) =>
        fetchAsVisitor(info, `${scheme}://${site.domain}${site.web.healthPath}`, {
          address,
          withinMs: 3_000,
        }),
      ),
    );
    const statuses = answers.map((answer) => answer.status);
    return {
      region,
      ok: addresses.length > 0 && statuses.every((status) => status === 200),
      evidence: `${addresses.length} nodes answer ${scheme.toUpperCase()} ${statuses.join(' and ')}`,
    };
  } catch (error) {
    return {
      region,
      ok: false,
      evidence: error instanceof Error ? error.message || error.name : String(error),
    };
  }
}
