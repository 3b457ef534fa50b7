import type { Scenario } from '../scenario.ts';

/** Zones, instances, and the room that there is for them. */
export const capacityDrills: readonly Scenario[] = [
  {
    name: 'zone-loss',
    title: 'A zone of the primary is lost',
    description:
      "One zone's balancer node and instances refuse connections; the other zone serves, and new instances are launched there.",
    faults: ({ primary }) => [
      { atSeconds: 0, fault: { subject: 'zone', zone: `${primary}a`, mode: 'crash' } },
    ],
    ...{ failsOver: false, lastsSeconds: 120 },
    expect: { namesMove: false, failedShareMax: 0.1, lostForGoodMax: 0 },
  },
  {
    name: 'flapping',
    title: 'The primary comes and goes',
    description:
      'Its instances answer 500 for 15 s of every 30 s: too short for three checks in a row, and visitors fail all the same.',
    faults: ({ primary }) =>
      [0, 30, 60, 90].map((atSeconds) => ({
        ...{ atSeconds, forSeconds: 15 },
        fault: { subject: 'instances', region: primary, mode: 'error' },
      })),
    ...{ failsOver: false, lastsSeconds: 120 },
    expect: { namesMove: false, lostForGoodMax: 0 },
  },
  {
    name: 'capacity-refused',
    title: 'The primary is lost, and no instance can be launched',
    description:
      'InsufficientInstanceCapacity at the standby when everybody comes: it must do with what it has.',
    faults: ({ primary, standby }) => [
      { atSeconds: 0, fault: { subject: 'capacity', region: standby, mode: 'refuse' } },
      { atSeconds: 1, fault: { subject: 'region', region: primary, mode: 'crash' } },
    ],
    failsOver: true,
    expect: { namesMove: true, recovers: { fresh: 'as predicted' }, lostForGoodMax: 0 },
  },
];
