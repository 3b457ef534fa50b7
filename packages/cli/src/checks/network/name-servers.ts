import { GetDomainDetailCommand, Route53DomainsClient } from '@aws-sdk/client-route-53-domains';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import { ask } from '../../probe/resolve.ts';
import { failing, outputOf, working, type Check } from '../check.ts';

/**
 * Step 2: the registrar holds the zone's name servers, and the resolver finds them by the
 * delegation.
 */
export const nameServersCheck: Check = {
  step: 2,
  name: 'Name servers',
  async run(context) {
    const { site, info } = context.session;
    const wanted = outputOf(context, stackNames(site).zone, 'NameServers').split(' ').sort();
    const { Nameservers: held = [] } = await context.clients
      .get(Route53DomainsClient, GLOBAL_REGION)
      .send(new GetDomainDetailCommand({ DomainName: site.domain }));
    const told = held.map((server) => server.Name ?? '').sort();
    if (told.join() !== wanted.join()) {
      return failing(
        `the registrar holds ${told.join(', ') || 'none'}; run 'npx understudy registrar set-nameservers${context.session.selector} ${site.domain} ${wanted.join(' ')}'`,
      );
    }
    const { records, responseCode } = await ask(info, { name: site.domain, type: 'NS' });
    return records.length === 4
      ? working(`the registrar delegates to the zone's four; the resolver follows`)
      : failing(`the resolver finds ${records.length} name servers (${responseCode})`);
  },
};
