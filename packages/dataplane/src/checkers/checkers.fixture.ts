import type { CheckersConfig, EventBody, HealthCheck } from '@understudy/contract';
import { SeededRandom, VirtualClock } from '@understudy/contract/testing';
import type { PartContext } from '../part.ts';

/** What the tests of this folder share. */

const REGIONS = [
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
];

/** Two in each of the eight regions. */
export const CHECKERS: CheckersConfig['checkers'] = REGIONS.flatMap((region, index) =>
  [1, 2].map((host) => ({
    region,
    address: `127.103.8.${index * 10 + host}`,
    publishedIp: `54.0.${index}.${host}`,
  })),
);

export function healthCheck(changes: Partial<HealthCheck> = {}): HealthCheck {
  return {
    id: 'check',
    type: 'HTTP',
    ipAddress: '127.103.7.1',
    port: 80,
    resourcePath: '/healthz',
    requestIntervalSeconds: 10,
    failureThreshold: 3,
    inverted: false,
    disabled: false,
    enableSni: false,
    measureLatency: false,
    regions: [],
    childHealthCheckIds: [],
    healthThreshold: 0,
    ...changes,
  };
}

export function virtualContext(options: { speed?: number } = {}): Omit<PartContext, 'clock'> & {
  clock: VirtualClock;
  events: EventBody[];
} {
  const events: EventBody[] = [];
  return {
    clock: new VirtualClock(options),
    random: new SeededRandom(11),
    emit: (body) => void events.push(body),
    events,
  };
}
