import { isJsonObject } from '@understudy/contract';

/**
 * A report of version 1 as one of version 3. What it did not have is said not to be known; what is
 * no report passes as it is, for the schema to refuse.
 */
export function fromVersion1(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return {
    ...value,
    ...{ version: 3, templates: [], configSha256: '', capacity: [] },
    rto: eachRto(value['rto']),
    seconds: each(value['seconds'], { byLayer: {} }),
  };
}

/** Each of a list with members that it lacks. */
function each(list: unknown, lacking: object): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((one: unknown) => (isJsonObject(one) ? { ...lacking, ...one } : one));
}

/** It had how long after the outage latency was restored, and nothing of capacity. */
function eachRto(all: unknown): unknown {
  if (!isJsonObject(all)) return all;
  return Object.fromEntries(
    Object.entries(all).map(([profile, one]) => [profile, isJsonObject(one) ? rtoOf(one) : one]),
  );
}

function rtoOf({ latencyRestoredSeconds: after, ...rto }: Record<string, unknown>): object {
  const { split } = rto;
  if (!isJsonObject(split)) return { ...rto, warm: null };
  const inRto = Number(split['warm']);
  const latencySeconds = typeof after === 'number' ? inRto + after : null;
  return { ...rto, warm: { latencySeconds, capacitySeconds: null, seconds: null } };
}
