import { fetchAsVisitor } from '../probe/fetch.ts';
import { degraded, failing, working, type Check } from './check.ts';

export interface ServedBy {
  region: string;
  zone: string;
  instance: string;
}

/** Step 0: a visitor's page, from the name to the instance. */
export const pictureCheck: Check = {
  step: 0,
  name: 'Picture',
  async run({ session: { info, site } }) {
    const url = `https://${site.domain}/api/whoami`;
    const { status, body, headers } = await fetchAsVisitor(info, url);
    const edge = headers['x-amz-cf-pop'];
    const way = edge === undefined ? 'standby load balancer' : `edge ${String(edge)}`;
    if (status !== 200) return failing(`${url} → ${way} → ${status}`);
    const served = servedBy(body);
    if (served === undefined) return working(`https://${site.domain} → ${way} → ${status}`);
    const evidence = `https://${site.domain} → ${way} → ${served.zone} → ${served.instance}`;
    return served.region === site.primary ? working(evidence) : degraded(`${evidence} (standby)`);
  },
};

/** Apps that have no `/api/whoami` are well all the same. */
export function servedBy(body: string): ServedBy | undefined {
  try {
    const { region, zone, instance } = JSON.parse(body) as Partial<ServedBy>;
    return region !== undefined && zone !== undefined && instance !== undefined
      ? { region, zone, instance }
      : undefined;
  } catch {
    return undefined;
  }
}
