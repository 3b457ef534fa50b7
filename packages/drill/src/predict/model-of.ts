import type { DeployedTemplate } from '../target.ts';
import { edgeOf, type Edge } from './templates/edge-of.ts';
import { fleetOf, type Fleet } from './templates/fleet-of.ts';
import { failoverName, type FailoverName } from './templates/name-of.ts';
import { TemplateResources } from './templates/resources.ts';

/** What a site's templates alone say of a failover. */
export interface Model {
  /** Undefined: the name has no record set that is answered while a health check passes. */
  name: FailoverName | undefined;
  /** Web servers of the standby; undefined: there are none. */
  standby: Fleet | undefined;
  /** Undefined: no distribution serves the name. */
  edge: Edge | undefined;
}

export function modelOf(
  templates: readonly DeployedTemplate[],
  { domain, standby }: { domain: string; standby: string },
): Model {
  const resources = new TemplateResources(templates);
  return {
    name: failoverName(resources, domain),
    ...{ standby: fleetOf(resources, standby), edge: edgeOf(resources, domain) },
  };
}
