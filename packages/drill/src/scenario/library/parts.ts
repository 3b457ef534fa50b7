import type { Scenario } from '../scenario.ts';

/** Endpoints of what a failover by hand would call. */
const CONTROL_PLANES = ['route53', 'ec2', 'autoscaling', 'elasticloadbalancing', 'cloudformation'];

/** Something of the primary, or beside it, is gone or ill, and the rest is well. */
export const partsOfIt: readonly Scenario[] = [
  {
    name: 'standby-down',
    title: 'The standby is lost while nobody needs it',
    description:
      'All of the standby region stops. Visitors are served by the primary, and must not notice.',
    faults: ({ standby }) => [
      { atSeconds: 0, fault: { subject: 'region', region: standby, mode: 'crash' } },
    ],
    ...{ failsOver: false, lastsSeconds: 60 },
    expect: { namesMove: false, failedShareMax: 0, lostForGoodMax: 0 },
  },
  {
    name: 'grey-app',
    title: 'Pages fail, and the health path is well',
    description:
      'The front page of the primary answers 500, and its health path 200: a shallow health check sees nothing.',
    faults: ({ primary }) => [
      { atSeconds: 0, fault: { subject: 'path', region: primary, path: '/', mode: 'error' } },
    ],
    ...{ failsOver: false, lastsSeconds: 90 },
    expect: { namesMove: false },
  },
  {
    name: 'slow-region',
    title: 'The primary becomes slow',
    description:
      'Every round trip to the primary takes half a second longer; its health checks still pass.',
    faults: ({ primary }) => [
      {
        atSeconds: 0,
        fault: { subject: 'region', region: primary, mode: 'slow', delaySeconds: 0.5 },
      },
    ],
    ...{ failsOver: false, lastsSeconds: 90 },
    expect: { namesMove: false, lostForGoodMax: 0 },
  },
  {
    name: 'bucket-loss',
    title: "The primary's S3 fails",
    description:
      "Every request to the primary's S3 is refused; pages are served, static files by the cache alone.",
    faults: ({ primary }) => [
      { atSeconds: 0, fault: { subject: 's3', region: primary, mode: 'error' } },
    ],
    ...{ failsOver: false, lastsSeconds: 60 },
    expect: { namesMove: false, lostForGoodMax: 0 },
  },
  {
    name: 'replication-paused',
    title: 'The primary is lost while its replication stands',
    description:
      'Replication stops; half a minute later the primary is lost. What was written in between is not at the standby.',
    faults: ({ primary }) => [
      { atSeconds: 0, fault: { subject: 'replication', region: primary, mode: 'pause' } },
      { atSeconds: 30, fault: { subject: 'region', region: primary, mode: 'crash' } },
    ],
    failsOver: true,
    expect: { namesMove: true, lostForGoodMax: 0 },
  },
  {
    name: 'control-plane-loss',
    title: 'Control planes refuse every call, and the primary is lost',
    description:
      'Calls of Route 53, EC2, Auto Scaling, load balancing and CloudFormation are refused, and launches; a second later the primary is lost: failing over must need none of them.',
    faults: ({ primary }) => [
      ...CONTROL_PLANES.map((service) => ({
        atSeconds: 0,
        fault: { subject: 'control-plane', mode: 'refuse-service', service },
      })),
      { atSeconds: 0, fault: { subject: 'control-plane', mode: 'refuse-launches' } },
      { atSeconds: 1, fault: { subject: 'region', region: primary, mode: 'crash' } },
    ],
    failsOver: true,
    expect: { namesMove: true, recovers: { fresh: 'as predicted', mobile: 'as predicted' } },
  },
];

/** Checkers that cannot reach the site, and a site that is well. */
export const partitions: readonly Scenario[] = [
  {
    name: 'checker-partition',
    title: 'Twelve of sixteen checkers are cut off',
    description:
      'A quarter of the checkers still sees the primary, more than 18 %: the name must stay.',
    faults: () => [
      { atSeconds: 0, fault: { subject: 'checkers', mode: 'cut-off', share: 12 / 16 } },
    ],
    ...{ failsOver: false, lastsSeconds: 90 },
    expect: { namesMove: false, failedShareMax: 0, lostForGoodMax: 0 },
  },
  {
    name: 'checker-partition-14',
    title: 'Fourteen of sixteen checkers are cut off',
    description:
      'An eighth of the checkers still sees the primary, less than 18 %: the name moves, and visitors must not notice.',
    faults: () => [
      { atSeconds: 0, fault: { subject: 'checkers', mode: 'cut-off', share: 14 / 16 } },
    ],
    ...{ failsOver: false, lastsSeconds: 120 },
    expect: { namesMove: true, failedShareMax: 0, lostForGoodMax: 0 },
  },
];
