import { localPort } from '@understudy/contract';
import { afterwards } from '../../clock/wall.ts';
import { fetchAsVisitor } from '../../probe/fetch.ts';
import { ask } from '../../probe/resolve.ts';
import { knock } from '../../probe/tcp.ts';
import { outputOf, type Check, type CheckContext } from '../check.ts';
import { balancerScheme } from '../compute/balancer-scheme.ts';
import { checkRegions, type RegionPlace, type RegionResult } from '../report/regions.ts';

const SSH_PORT = 22;
/** Where the load balancer does not answer either, there is nothing to measure silence by. */
const SILENCE_WALL_MS_MAX = 700;
const PAGES_WHILE_SILENT = 3;

/** Step 6: from outside, the web servers say nothing on their own port nor on SSH's. */
export const securityGroupsCheck: Check = {
  step: 6,
  name: 'Security groups',
  run: (context) => checkRegions(context, (place) => knockAt(context, place)),
};

async function knockAt(context: CheckContext, place: RegionPlace): Promise<RegionResult> {
  const { session, engine } = context;
  const instance = engine.instances.find((one) => one.region === place.region);
  if (instance === undefined) return { ok: false, evidence: 'no web server runs' };
  const plan = {
    privilegedPortOffset: session.info.privilegedPortOffset === 0 ? 0 : 8000,
  } as const;
  const silence = longEnough(context, place);
  const knocks = await Promise.all(
    [instance.webPort, SSH_PORT].map(async (port) => {
      const endpoint = { address: instance.address, port: localPort(port, plan) };
      return { port, outcome: await knock(endpoint, silence) };
    }),
  );
  const open = knocks.filter(({ outcome }) => outcome === 'answered');
  if (open.length > 0) {
    const ports = open.map(({ port }) => port).join(' and ');
    return { ok: false, evidence: `${instance.instanceId} answers outsiders on port ${ports}` };
  }
  const said = knocks.map(({ port, outcome }) => `port ${port} ${outcome}`).join(', ');
  return { ok: true, evidence: `${said} to outsiders` };
}

/**
 * Who says nothing is never heard to do so. The region's web servers have had their time once their
 * load balancer, which they do answer, has given three pages, one after another.
 */
async function longEnough(context: CheckContext, place: RegionPlace): Promise<void> {
  await Promise.race([pages(context, place), afterwards(SILENCE_WALL_MS_MAX, undefined)]);
}

async function pages(context: CheckContext, { stack, role }: RegionPlace): Promise<void> {
  const { info, site } = context.session;
  const scheme = balancerScheme(site, role);
  try {
    const name = outputOf(context, stack, 'LoadBalancerDnsName');
    const { addresses } = await ask(info, { name, type: 'A' });
    const [address = ''] = addresses;
    for (let page = 0; page < PAGES_WHILE_SILENT; page += 1)
      await fetchAsVisitor(info, `${scheme}://${site.domain}${site.web?.healthPath ?? '/'}`, {
        address,
      });
  } catch {
    // That no page came is what another check tells; this one then waits for its time.
    await afterwards(SILENCE_WALL_MS_MAX, undefined);
  }
}
