import { describe, expect, test } from 'vitest';
import { FaultsNow } from './faults-now.ts';
import { answersKeptMs, cutOffCheckers, nameServerState } from './global-faults.ts';
import { launchRefusal } from './launch-faults.ts';
import { nodeState } from './node-fault.ts';

const checkers = ['us-east-1', 'eu-west-1', 'sa-east-1', 'us-west-2'].flatMap((region, index) =>
  [1, 2, 3, 4].map((host) => ({ region, address: `127.0.${index}.${host}` })),
);

describe('checkers', () => {
  test.each([
    [0.75, 12],
    [0.875, 14],
    [1, 16],
  ])('are cut off by their share: %d of 16', (share, count) => {
    const fault = { subject: 'checkers', mode: 'cut-off', share } as const;
    expect(cutOffCheckers([fault], checkers).size).toBe(count);
  });

  test('are cut off by their place', () => {
    const regions = ['sa-east-1'];
    const cutOff = cutOffCheckers([{ subject: 'checkers', mode: 'cut-off', regions }], checkers);
    expect([...cutOff]).toEqual([1, 2, 3, 4].map((host) => `127.0.2.${host}`));
  });
});

test('name servers break as many as are meant, all where none are counted', () => {
  const states = (count?: number) =>
    [0, 1, 2, 3].map((index) =>
      nameServerState(
        [{ subject: 'name-servers', mode: 'crash', ...(count !== undefined && { count }) }],
        index,
      ),
    );
  expect(states(2)).toEqual(['gone', 'gone', 'serving', 'serving']);
  expect(states()).toEqual(['gone', 'gone', 'gone', 'gone']);
});

test('a resolver keeps answers for as long as it is told, and not where it is well', () => {
  expect(answersKeptMs([])).toBe(0);
  expect(answersKeptMs([{ subject: 'resolver', mode: 'ignore-ttl', seconds: 90 }])).toBe(90_000);
});

const place = {
  ...{ zone: 'us-east-1a', zones: ['us-east-1a', 'us-east-1b'] },
  ...{ instanceType: 't3.micro', account: '111122223333' },
};
const region = 'us-east-1';

describe('a launch', () => {
  test('is refused in EC2’s words where a zone has no room, which name the one that has', () => {
    const faults = new FaultsNow();
    faults.apply([{ subject: 'capacity', region, zone: 'us-east-1a', mode: 'refuse' }]);
    expect(launchRefusal(faults, place)).toBe(
      'We currently do not have sufficient t3.micro capacity in the Availability Zone you ' +
        'requested (us-east-1a). Our system will be working on provisioning additional capacity. ' +
        'You can currently get t3.micro capacity by not specifying an Availability Zone in your ' +
        'request or choosing us-east-1b.',
    );
    expect(launchRefusal(faults, { ...place, zone: 'us-east-1b' })).toBeUndefined();
  });

  test('is refused everywhere where no launch succeeds', () => {
    const faults = new FaultsNow();
    faults.apply([{ subject: 'control-plane', mode: 'refuse-launches' }]);
    expect(launchRefusal(faults, place)).toBe(
      'Request limit exceeded. Account 111122223333 has been throttled on ec2:RunInstances because ' +
        'it exceeded its request rate limit.',
    );
  });

  test('is refused in a zone that is lost', () => {
    const faults = new FaultsNow();
    faults.apply([{ subject: 'zone', zone: 'us-east-1a', mode: 'hang' }]);
    expect(launchRefusal(faults, place)).toMatch(/^We currently do not have sufficient/);
  });
});

test('a node breaks by its load balancer, its zone, or both', () => {
  const faults = new FaultsNow();
  const at = (loadBalancer: string, zone: string) => nodeState(faults, { loadBalancer, zone });
  faults.apply([{ subject: 'load-balancer', region, name: 'site', mode: 'hang' }]);
  expect([at('site', 'us-east-1a'), at('other', 'us-east-1a')]).toEqual(['hung', 'serving']);
  faults.apply([{ subject: 'load-balancer', region, zone: 'us-east-1a', mode: 'crash' }]);
  expect([at('site', 'us-east-1a'), at('site', 'us-east-1b')]).toEqual(['gone', 'serving']);
  faults.apply([{ subject: 'zone', zone: 'us-east-1b', mode: 'hang' }]);
  expect([at('site', 'us-east-1a'), at('site', 'us-east-1b')]).toEqual(['serving', 'hung']);
});
