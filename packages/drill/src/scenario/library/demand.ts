import type { Scenario } from '../scenario.ts';

/** What the standby and those who depend on it must bear when everybody comes. */
export const demands: readonly Scenario[] = [
  {
    name: 'surge',
    title: 'Everybody comes to the standby at once',
    description:
      'The primary is lost, and visitors ask half as much again as the standby bears at its minimum: it must launch instances.',
    faults: ({ primary }) => [
      { atSeconds: 0, fault: { subject: 'region', region: primary, mode: 'crash' } },
    ],
    surge: ({ scalesAbove = 0 }) => [{ atSeconds: 0, perSecond: Math.max(1, scalesAbove * 1.5) }],
    ...{ failsOver: true, needs: ['scaling'], speedMax: 5 },
    expect: { namesMove: true, recovers: { fresh: 'as predicted' }, scalesOut: true },
  },
  {
    name: 'shared-dependency',
    title: 'What both regions depend on is lost',
    description:
      'What the app asks beside AWS answers nothing, to both regions alike: a standby region does not help, and the name stays.',
    faults: ({ dependencyPorts = [] }) =>
      dependencyPorts.map((port) => ({
        atSeconds: 0,
        fault: { subject: 'dependency', port, mode: 'refuse' },
      })),
    ...{ failsOver: false, lastsSeconds: 90, needs: ['client', 'dependency'] },
    expect: { namesMove: false, lostForGoodMax: 0, writesFailedShareMin: 0.5 },
  },
  {
    name: 'rollout-during-loss',
    title: 'The primary is lost in the middle of a rollout',
    description:
      "The standby's web servers are being replaced by an instance refresh when the primary is lost.",
    faults: ({ primary, standby }) => [
      { atSeconds: 0, fault: { subject: 'rollout', region: standby } },
      { atSeconds: 10, fault: { subject: 'region', region: primary, mode: 'crash' } },
    ],
    failsOver: true,
    expect: { namesMove: true, recovers: { fresh: 'as predicted' }, lostForGoodMax: 0 },
  },
  {
    name: 'failback',
    title: 'The way back to the primary',
    description:
      'The primary is lost, and comes back: visitors must not notice that the name returns, and both regions must hold the same in the end.',
    faults: ({ primary }) => [
      { atSeconds: 0, fault: { subject: 'region', region: primary, mode: 'crash' } },
    ],
    failsOver: true,
    expect: {
      ...{ namesMove: true, recovers: { fresh: 'as predicted' } },
      ...{ failbackFailedShareMax: 0.01, lostForGoodMax: 0, divergedMax: 0 },
    },
  },
];
