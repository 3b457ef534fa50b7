import {
  FAULTS,
  UnderstudyError,
  untakenParameters,
  type FaultSubject,
  type InjectedFault,
} from '@understudy/contract';
import type { z } from 'zod';

/** By subject: the modes that the engine has. */
const BUILT: Readonly<Partial<Record<FaultSubject, readonly string[]>>> = {
  region: ['crash', 'hang', 'blackhole', 'slow', 'lossy'],
  instances: ['error', 'crash', 'hang', 'slow'],
  path: ['error', 'slow'],
  s3: ['error', 'slow'],
  replication: ['pause', 'slow'],
};

/** What there is, as far as faults name it. */
export interface FaultPlaces {
  regions: readonly string[];
}

/**
 * Refuses a fault that cannot be: an engine never pretends.
 *
 * @throws UnderstudyError FaultInvalid, RegionUnknown
 */
export function checkFault(fault: InjectedFault, places: FaultPlaces): void {
  const { subject, mode } = fault;
  if (BUILT[subject]?.includes(mode) !== true)
    throw new UnderstudyError('FaultInvalid', {
      message: `${subject} cannot be broken by mode '${mode}' in this engine`,
      hint: `modes here: ${allBuilt()}`,
    });
  const [untaken] = untakenParameters(fault);
  if (untaken !== undefined)
    throw new UnderstudyError('FaultInvalid', {
      message: `${untaken}: mode '${mode}' of ${subject} takes no such parameter`,
    });
  for (const region of regionsNamed(fault)) requireRegion(region, places);
}

function allBuilt(): string {
  return Object.entries(BUILT)
    .map(([subject, modes]) => `${subject} ${modes.join('|')}`)
    .join(', ');
}

/** Of the places where the site is; checkers are in others. */
function regionsNamed(fault: InjectedFault): string[] {
  return 'region' in fault ? [fault.region].flatMap((region) => region ?? []) : [];
}

function requireRegion(region: string, { regions }: FaultPlaces): void {
  if (regions.includes(region)) return;
  throw new UnderstudyError('RegionUnknown', {
    message: `there is no region '${region}' here`,
    hint: `use one of ${regions.join(', ')}`,
  });
}

/** What is wrong with a request, in words that help. */
export function faultProblem({ issues: [issue] }: z.ZodError): string {
  const path = (issue?.path ?? []).filter((part) => part !== 'fault').join('.');
  if (path === 'subject') return `subject: use one of ${Object.keys(FAULTS).join(', ')}`;
  return path === '' ? (issue?.message ?? 'invalid') : `${path}: ${issue?.message}`;
}
