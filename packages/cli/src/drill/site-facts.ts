import type { ClientDefinition, Need, Scenario } from '@understudy/drill';
import type { SiteConfig } from '@understudy/site';

/** The alarm's metric is of a minute: `RequestCountPerTarget`, the sum. */
const ALARM_PERIOD_SECONDS = 60;

/** Requests in a second above which a region at its minimum adds instances. */
export function scalesAbove({ web }: SiteConfig): number | undefined {
  if (web === undefined || web.capacity.max <= web.capacity.min) return undefined;
  return (web.scaling.requestsPerTargetHigh / ALARM_PERIOD_SECONDS) * web.capacity.min;
}

/** Ports of this machine that variables of the app name. */
export function dependencyPorts({ web }: SiteConfig): number[] {
  const urls = Object.values(web?.environment ?? {}).flatMap((value) =>
    URL.canParse(value) ? [new URL(value)] : [],
  );
  const own = urls.filter(({ protocol, hostname }) => protocol === 'http:' && isLoopback(hostname));
  return [...new Set(own.map(({ port }) => Number(port)))].filter((port) => port > 0);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What the scenario needs of the site and this has not; undefined: it can be run. */
export function unmetNeed(
  scenario: Scenario,
  site: SiteConfig,
  client: ClientDefinition | undefined,
): string | undefined {
  const missing: Record<Need, string | undefined> = {
    client:
      (scenario.client ?? client) === undefined
        ? "the site has no client of its own (option 'client')"
        : undefined,
    dependency:
      dependencyPorts(site).length === 0
        ? 'no variable of the app names a port of this machine, and the client has no standIns'
        : undefined,
    scaling:
      scalesAbove(site) === undefined
        ? 'capacity.max leaves no room for more instances'
        : undefined,
  };
  return (scenario.needs ?? []).map((need) => missing[need]).find((reason) => reason !== undefined);
}
