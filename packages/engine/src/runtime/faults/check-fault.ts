import {
  CHECKER_REGIONS,
  faultMode,
  FAULTS,
  UnderstudyError,
  untakenParameters,
  type FaultOf,
  type InjectedFault,
} from '@understudy/contract';
import type { z } from 'zod';
import { isFor } from './expired-certificates.ts';

/** What there is, as far as faults name it. */
export interface FaultPlaces {
  regions: readonly string[];
  zones(region: string): readonly string[];
  loadBalancers(region: string): readonly string[];
  /** In service, oldest first; throws where the region cannot be asked. */
  instances(region: string): Promise<readonly string[]>;
  /** The names of each certificate that is served. */
  certificates(): readonly (readonly string[])[];
  /** Ports of this machine that its web servers are told of. */
  dependencies(region: string): readonly number[];
  /** By their names in signatures. */
  services: readonly string[];
}

/**
 * Refuses a fault that cannot be: an engine never pretends.
 *
 * @throws UnderstudyError FaultInvalid, RegionUnknown
 */
export function checkFault(fault: InjectedFault, places: FaultPlaces): void {
  const { subject, mode } = fault;
  const lacks = faultMode(subject, mode)?.lacks;
  if (lacks !== undefined)
    throw new UnderstudyError('FaultInvalid', {
      message: `${subject} cannot be broken by mode '${mode}' in this engine: ${lacks}`,
    });
  const [untaken] = untakenParameters(fault);
  if (untaken !== undefined)
    throw new UnderstudyError('FaultInvalid', {
      message: `${untaken}: mode '${mode}' of ${subject} takes no such parameter`,
    });
  if ('region' in fault && fault.region !== undefined)
    requireOne('region', fault.region, places.regions);
  checkPlace(fault, places);
}

function checkPlace(fault: InjectedFault, places: FaultPlaces): void {
  switch (fault.subject) {
    case 'zone':
      return requireOne('zone', fault.zone, places.regions.flatMap(places.zones));
    case 'capacity':
      if (fault.zone !== undefined) requireOne('zone', fault.zone, places.zones(fault.region));
      return;
    case 'load-balancer':
      if (fault.name !== undefined)
        requireOne('load balancer', fault.name, places.loadBalancers(fault.region));
      if (fault.zone !== undefined) requireOne('zone', fault.zone, places.zones(fault.region));
      return;
    case 'checkers':
      for (const region of fault.regions ?? [])
        requireOne('region of health checkers', region, CHECKER_REGIONS);
      return;
    case 'certificate':
      if (!places.certificates().some((names) => isFor(fault, names)))
        requireOne('certificate for', fault.domain, places.certificates().flat());
      return;
    case 'dependency':
      return requireDependency(fault, places);
    case 'control-plane':
      if (fault.mode === 'refuse-service')
        requireOne('service', fault.service ?? '', places.services);
      return;
    case 'region':
    case 'instances':
    case 'path':
    case 's3':
    case 'replication':
    case 'name-servers':
    case 'resolver':
    case 'clock':
      return;
  }
}

/**
 * The instances that are meant by their number, named: those that come later are not among them.
 *
 * @throws UnderstudyError InstanceUnknown, RegionUnavailable
 */
export async function withInstancesNamed(
  fault: InjectedFault,
  places: FaultPlaces,
): Promise<InjectedFault> {
  if (fault.subject !== 'instances' && fault.subject !== 'clock') return fault;
  const { instanceIds } = fault;
  const count = 'count' in fault ? fault.count : undefined;
  if (instanceIds === undefined && count === undefined) return fault;
  const known = await places.instances(fault.region);
  const unknown = instanceIds?.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new UnderstudyError('InstanceUnknown', {
      message: `instance ${unknown} is not in service in ${fault.region}`,
      hint: `in service there: ${known.join(', ')}`,
    });
  if (fault.subject === 'clock' || count === undefined) return fault;
  if (known.length < count)
    throw new UnderstudyError('FaultInvalid', {
      message: `count: ${count} instances are meant, and ${known.length} are in service in ${fault.region}`,
    });
  const { count: _, ...named } = fault;
  return { ...named, instanceIds: known.slice(0, count) };
}

function requireDependency({ port, region }: FaultOf<'dependency'>, places: FaultPlaces): void {
  const regions = region === undefined ? places.regions : [region];
  const known = regions.flatMap(places.dependencies);
  if (known.includes(port)) return;
  throw new UnderstudyError('FaultInvalid', {
    message: `no web server${region === undefined ? '' : ` of ${region}`} is told of port ${port} of this machine`,
    hint:
      known.length === 0
        ? `name it in a variable of the user data, e.g. PAYMENTS_URL=http://localhost:${port}`
        : `use one of ${[...new Set(known)].join(', ')}`,
  });
}

function requireOne(what: string, given: string, known: readonly string[]): void {
  if (known.includes(given)) return;
  throw new UnderstudyError(what === 'region' ? 'RegionUnknown' : 'FaultInvalid', {
    message: `there is no ${what} '${given}' here`,
    hint: `use one of ${known.join(', ')}`,
  });
}

/** What is wrong with a request, in words that help. */
export function faultProblem({ issues: [issue] }: z.ZodError): string {
  const path = (issue?.path ?? []).filter((part) => part !== 'fault').join('.');
  if (path === 'subject') return `subject: use one of ${Object.keys(FAULTS).join(', ')}`;
  return path === '' ? (issue?.message ?? 'invalid') : `${path}: ${issue?.message}`;
}
