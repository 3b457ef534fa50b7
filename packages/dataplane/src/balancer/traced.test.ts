import type { Reason } from '@understudy/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TRACE_HEADER } from '../net/traces.ts';
import { listener, Rig } from './balancer.fixture.ts';

let rig: Rig;
/** What the targets were sent under the trace's name. */
let leaked: unknown[];

beforeEach(async () => {
  rig = new Rig('127.104.178', 10);
  leaked = [];
  await rig.apply({
    loadBalancer: {
      listeners: [
        listener({
          rules: [
            {
              arn: 'rule-1',
              priority: 5,
              conditions: [{ field: 'path-pattern', values: ['/teapot*'] }],
              action: { type: 'fixed-response', statusCode: 418, contentType: '', body: '' },
            },
          ],
        }),
      ],
    },
  });
});

afterEach(() => rig.close());

async function target(answer: number): Promise<string> {
  const { instanceId } = await rig.target((request, response) => {
    leaked.push(request.headers[TRACE_HEADER]);
    response.setHeader('x-instance', instanceId);
    response.writeHead(request.url === '/health' ? 200 : answer).end();
  });
  await rig.untilState(instanceId, 'healthy');
  return instanceId;
}

function everyReason(reasons: readonly Reason[]): Reason[] {
  return reasons.flatMap((reason) => [reason, ...everyReason(reason.because)]);
}

async function traced(path: string) {
  rig.traces.expect('id-1');
  const answer = await rig.get(path, { headers: { [TRACE_HEADER]: 'id-1' } });
  return { answer, reasons: everyReason(rig.traces.end('id-1')) };
}

test('what is told of a request is what became of it, whichever target it came to', async () => {
  await target(200);
  await target(500);
  const asked = new Set<unknown>();
  for (let request = 0; request < 20; request += 1) {
    if (request % 3 === 0) await rig.get('/other');
    const { answer, reasons } = await traced('/');
    const chosen = reasons.filter(
      ({ kind, mark }) => kind === 'balancer.target' && mark === 'chosen',
    );
    expect(chosen.map(({ facts }) => facts['instanceId'])).toEqual([answer.headers['x-instance']]);
    const told = reasons.find(({ kind }) => kind === 'balancer.target-answer');
    expect(told?.facts['status']).toBe(answer.status);
    asked.add(answer.headers['x-instance']);
  }
  expect(asked.size).toBe(2);
});

test('the rule that holds is told, and those that do not', async () => {
  await target(200);
  const held = await traced('/teapot/1');
  expect(held.answer.status).toBe(418);
  const rules = ({ reasons }: { reasons: Reason[] }): unknown[] =>
    reasons.filter(({ kind }) => kind === 'balancer.rule').map(({ mark, says }) => [mark, says]);
  expect(rules(held)).toEqual([['chosen', 'rule 5: all its conditions hold']]);
  expect(rules(await traced('/'))).toEqual([
    ['passed-over', 'rule 5: its condition on path-pattern does not hold'],
    ['chosen', 'the default action: no rule holds'],
  ]);
});

test('a group without targets is told with the 503', async () => {
  const { answer, reasons } = await traced('/');
  expect(answer.status).toBe(503);
  expect(reasons.map(({ says }) => says)).toContain(
    'target group web: it has no target that could be asked',
  );
  expect(reasons.at(-1)?.facts['status']).toBe(503);
});

test('no app sees the trace of a request that is explained', async () => {
  await target(200);
  leaked = [];
  await traced('/');
  expect(leaked).toEqual([undefined]);
});

test('an id that nobody expects is a header like any other, and nothing is told', async () => {
  await target(200);
  rig.traces.expect('id-1');
  leaked = [];
  await rig.get('/', { headers: { [TRACE_HEADER]: 'id-2' } });
  expect(leaked).toEqual(['id-2']);
  expect(rig.traces.end('id-1')).toEqual([]);
});
