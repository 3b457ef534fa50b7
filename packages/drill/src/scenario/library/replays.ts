import type { Scenario } from '../scenario.ts';

/**
 * Outages that people remember, as far as their public accounts say what failed and in which order;
 * hours are shortened to minutes.
 */
export const replays: readonly Scenario[] = [
  {
    name: 'us-east-1-2025-10',
    title: 'us-east-1, October 2025, to the region that serves you',
    description:
      "A regional dependency is lost (S3 and what the app asks on this machine stand for DynamoDB's name), then launches are refused, then health checks flap and take capacity out. Told of us-east-1; replayed on the primary.",
    sources: ['https://aws.amazon.com/message/101925/'],
    faults: ({ primary, dependencyPorts = [] }) => [
      {
        ...{ atSeconds: 0, forSeconds: 90 },
        fault: { subject: 's3', region: primary, mode: 'error', rate: 0.9 },
      },
      ...dependencyPorts.map((port) => ({
        ...{ atSeconds: 0, forSeconds: 90 },
        fault: { subject: 'dependency', port, region: primary, mode: 'refuse' },
      })),
      { atSeconds: 30, fault: { subject: 'capacity', region: primary, mode: 'refuse' } },
      {
        ...{ atSeconds: 60, forSeconds: 60 },
        fault: { subject: 'instances', region: primary, mode: 'error', rate: 0.5 },
      },
    ],
    ...{ failsOver: false, lastsSeconds: 150 },
    expect: { lostForGoodMax: 0 },
  },
  {
    name: 'us-east-1-2021-12',
    title: 'us-east-1, December 2021: the control plane is gone, the data plane lives',
    description:
      'Calls of EC2, Auto Scaling and load balancing fail; whoever runs goes on running, and nothing new can be made.',
    sources: ['https://aws.amazon.com/message/12721/'],
    faults: () => [
      {
        atSeconds: 0,
        fault: { subject: 'control-plane', mode: 'refuse-service', service: 'ec2' },
      },
      {
        atSeconds: 0,
        fault: { subject: 'control-plane', mode: 'refuse-service', service: 'autoscaling' },
      },
      { atSeconds: 0, fault: { subject: 'control-plane', mode: 'refuse-launches' } },
    ],
    ...{ failsOver: false, lastsSeconds: 90 },
    expect: { namesMove: false, failedShareMax: 0, lostForGoodMax: 0 },
  },
  {
    name: 's3-2017-02',
    title: 'S3, February 2017: the bucket of the primary answers nothing but errors',
    description:
      "Every request to the primary's S3 fails for a while; what is cached is served, what is not is not.",
    sources: ['https://aws.amazon.com/message/41926/'],
    faults: ({ primary }) => [
      { atSeconds: 0, fault: { subject: 's3', region: primary, mode: 'error' } },
    ],
    ...{ failsOver: false, lastsSeconds: 120 },
    expect: { namesMove: false, lostForGoodMax: 0 },
  },
];
