import { faultValue, type FaultOf } from '@understudy/contract';

/** Addresses of the checkers that reach nothing: of those in the regions, as many as the share. */
export function cutOffCheckers(
  faults: readonly FaultOf<'checkers'>[],
  checkers: readonly { region: string; address: string }[],
): Set<string> {
  return new Set(
    faults.flatMap((fault) => {
      const meant = checkers.filter(({ region }) => fault.regions?.includes(region) ?? true);
      const count = Math.round(meant.length * faultValue(fault, 'share'));
      return meant.slice(0, count).map(({ address }) => address);
    }),
  );
}

export type NameServerState = 'serving' | 'hung' | 'gone';

/** Of the name server with that number, from 0: the first ones break first. */
export function nameServerState(
  faults: readonly FaultOf<'name-servers'>[],
  index: number,
): NameServerState {
  const own = faults.filter(({ count }) => index < (count ?? Infinity));
  if (own.some(({ mode }) => mode === 'crash')) return 'gone';
  return own.length > 0 ? 'hung' : 'serving';
}

/** For how long, in AWS time, the resolver keeps an answer whatever its TTL says. */
export function answersKeptMs(faults: readonly FaultOf<'resolver'>[]): number {
  return Math.max(0, ...faults.map((fault) => faultValue(fault, 'seconds') * 1_000));
}
