import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import { ask } from '../../probe/resolve.ts';
import { failing, outputOf, working, type Check } from '../check.ts';

/** Step 1: each of the zone's four name servers answers for it, with authority. */
export const zoneCheck: Check = {
  step: 1,
  name: 'Hosted zone',
  async run(context) {
    const { site, info } = context.session;
    const id = outputOf(context, stackNames(site).zone, 'ZoneId');
    const { DelegationSet: set } = await context.clients
      .get(Route53Client, GLOBAL_REGION)
      .send(new GetHostedZoneCommand({ Id: id }));
    const servers = set?.NameServers ?? [];
    const answers = await Promise.all(
      servers.map(async (server) => {
        const [address] = (await ask(info, { name: server, type: 'A' })).addresses;
        if (address === undefined) return `${server} has no address`;
        const { authoritative, records } = await ask(
          info,
          { name: site.domain, type: 'SOA' },
          address,
        );
        return authoritative && records.length > 0
          ? ''
          : `${server} does not answer with authority`;
      }),
    );
    const problems = answers.filter((problem) => problem !== '');
    if (servers.length !== 4 || problems.length > 0)
      return failing(problems.join('; ') || `the zone has ${servers.length} name servers`);
    return working(
      `${id}: ${servers.length} name servers answer SOA with authority (${servers[0]} …)`,
    );
  },
};
