import {
  GetDomainDetailCommand,
  Route53DomainsClient,
  UpdateDomainNameserversCommand,
} from '@aws-sdk/client-route-53-domains';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import type { DeployIo, DeployJob } from './messages.ts';
import { readOutputs } from './stack-outputs.ts';

/**
 * Step 2: the registrar must know the zone's name servers. Domains registered with Route 53 in this
 * account are told here; for others, and when the user wants to do it by hand, the name servers are
 * shown.
 */
export async function tellRegistrar(job: DeployJob, io: DeployIo): Promise<void> {
  const { site } = job;
  const zoneStack = stackNames(site).zone;
  const outputs = await readOutputs([{ name: zoneStack, region: GLOBAL_REGION }]);
  const wanted = (outputs[zoneStack]?.['NameServers'] ?? '')
    .split(' ')
    .filter((name) => name !== '');
  const client = new Route53DomainsClient({ region: GLOBAL_REGION });
  try {
    const held = await heldNameservers(client, site.domain);
    if (held !== undefined && sameNames(held, wanted)) return;
    if (job.registrar === 'manual' || held === undefined) {
      const servers = wanted.join(' ');
      const what =
        job.registrarCommand === undefined
          ? servers
          : `${job.registrarCommand} ${site.domain} ${servers}`;
      const text = `the registrar of ${site.domain} must be told its name servers; certificates wait for it:\n    ${what}`;
      io.report({ kind: 'note', text });
      return;
    }
    await client.send(
      new UpdateDomainNameserversCommand({
        DomainName: site.domain,
        Nameservers: wanted.map((Name) => ({ Name })),
      }),
    );
    io.report({ kind: 'step', text: `told the registrar of ${site.domain} its four name servers` });
  } finally {
    client.destroy();
  }
}

/** Undefined when the domain is registered elsewhere. */
export async function heldNameservers(
  client: Route53DomainsClient,
  domain: string,
): Promise<string[] | undefined> {
  try {
    const { Nameservers: servers = [] } = await client.send(
      new GetDomainDetailCommand({ DomainName: domain }),
    );
    return servers.map((server) => server.Name ?? '');
  } catch (error) {
    if (
      error instanceof Error &&
      (error.name === 'InvalidInput' || error.name === 'AccessDeniedException')
    )
      return undefined;
    throw error;
  }
}

function sameNames(left: string[], right: string[]): boolean {
  return [...left].sort().join() === [...right].sort().join();
}
