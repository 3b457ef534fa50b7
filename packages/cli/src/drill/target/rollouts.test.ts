import process from 'node:process';
import type { FaultPort } from '@understudy/drill';
import type { EngineInfo } from '@understudy/engine';
import { expect, test } from 'vitest';
import { stubAws, type AwsAsked } from '../../stub-aws.fixture.ts';
import { withRollouts } from './rollouts.ts';

const GROUPS = new Map([['us-east-1', 'shop-group']]);

/** A fault port that says what it was asked, before an Auto Scaling that answers as told. */
async function world(answer: (action: string) => { status?: number; body: string }) {
  const said: string[] = [];
  const port: FaultPort = {
    begin(fault) {
      said.push(`begin ${JSON.stringify(fault)}`);
      return Promise.resolve('fault-1');
    },
    end(id) {
      said.push(`end ${id}`);
      return Promise.resolve();
    },
  };
  const asked = await stubAws(({ body }) => answer(new URLSearchParams(body).get('Action') ?? ''));
  const endpoint = process.env['AWS_ENDPOINT_URL'] ?? '';
  const info = { endpoint, accessKeyId: 'a', secretAccessKey: 'b' } as EngineInfo;
  return { said, asked, port: withRollouts(port, info, GROUPS) };
}

const actionsOf = (asked: readonly AwsAsked[]): string[] =>
  asked.map(({ body }) => {
    const call = new URLSearchParams(body);
    return `${call.get('Action')} ${call.get('AutoScalingGroupName')}`;
  });

const done = (action: string) => ({
  body: `<${action}Response><${action}Result><InstanceRefreshId>r</InstanceRefreshId></${action}Result></${action}Response>`,
});

test('a rollout is an instance refresh of the region’s group, cancelled when it is to end', async () => {
  const { said, asked, port } = await world(done);
  const id = await port.begin({ subject: 'rollout', region: 'us-east-1' });
  expect(id).toBe('rollout us-east-1');
  await port.end(id);
  expect(actionsOf(asked)).toEqual([
    'StartInstanceRefresh shop-group',
    'CancelInstanceRefresh shop-group',
  ]);
  expect(said).toEqual([]);
});

test('every other fault is the port’s own', async () => {
  const { said, asked, port } = await world(done);
  const id = await port.begin({ subject: 'region', region: 'us-east-1' });
  await port.end(id);
  expect(said).toEqual(['begin {"subject":"region","region":"us-east-1"}', 'end fault-1']);
  expect(asked).toEqual([]);
});

const failed = (code: string) => () => ({
  status: 400,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

test('one that is over already needs no cancelling; what else goes wrong is told', async () => {
  const over = await world(failed('ActiveInstanceRefreshNotFound'));
  await expect(over.port.end('rollout us-east-1')).resolves.toBeUndefined();
  const refused = await world(failed('AccessDenied'));
  await expect(refused.port.end('rollout us-east-1')).rejects.toThrow('no');
});

test('a region without web servers rolls nothing out', async () => {
  const { port } = await world(done);
  await expect(port.begin({ subject: 'rollout', region: 'eu-west-1' })).rejects.toThrow(
    'the site has no web servers in eu-west-1',
  );
});
