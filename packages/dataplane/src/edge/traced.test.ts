import fc from 'fast-check';
import type { Reason } from '@understudy/contract';
import { afterEach, expect, test } from 'vitest';
import { TRACE_HEADER } from '../net/traces.ts';
import { Site } from './cache/site.fixture.ts';
import { cachePolicy } from './edge.fixture.ts';

let site: Site;
afterEach(() => site.close());

const ID = 'id-1';
const ALL = { behavior: 'all' as const, items: [] };

function everyReason(reasons: readonly Reason[]): Reason[] {
  return reasons.flatMap((reason) => [reason, ...everyReason(reason.because)]);
}

async function traced(path: string) {
  site.traces.expect(ID);
  const before = site.asked.length;
  const answer = await site.ask(path, { headers: { [TRACE_HEADER]: ID } });
  const reasons = everyReason(site.traces.end(ID));
  return { answer, reasons, originWasAsked: site.asked.length > before };
}

test('what is told of hits and misses is what was done, in many drawn orders of requests', async () => {
  site = new Site('127.98.7.1');
  await site.serve({ cachePolicy: cachePolicy({ defaultTtlSeconds: 60, headers: ALL }) });
  const steps = fc.array(
    fc.record({
      path: fc.constantFrom('/a', '/b', '/missing'),
      seconds: fc.constantFrom(0, 5, 100),
      isTraced: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  );
  site.respond = (request, response) => {
    response.writeHead(request.url === '/missing' ? 404 : 200).end('hello');
  };
  const property = fc.asyncProperty(steps, async (drawn) => {
    for (const { path, seconds, isTraced } of drawn) {
      await site.clock.advance(seconds * 1_000);
      if (!isTraced) {
        await site.ask(path);
        continue;
      }
      const { answer, reasons, originWasAsked } = await traced(path);
      const told = reasons.find(({ kind }) => kind === 'edge.answer');
      expect(answer.headers['x-cache']).toBe(`${String(told?.facts['result'])} from cloudfront`);
      expect(told?.facts['status']).toBe(answer.status);
      const cache = reasons.find(({ kind }) => kind === 'edge.cache')?.facts['result'];
      expect(cache === 'hit').toBe(!originWasAsked);
      expect(reasons.some(({ kind }) => kind === 'edge.attempt')).toBe(originWasAsked);
    }
  });
  await fc.assert(property, { numRuns: 25 });
});

test('the trace is in no cache key, and goes to no origin that is not a load balancer', async () => {
  site = new Site('127.98.7.2');
  await site.serve({ cachePolicy: cachePolicy({ headers: ALL }) });
  await site.ask('/a');
  const { originWasAsked, reasons } = await traced('/a');
  expect(originWasAsked).toBe(false);
  expect(JSON.stringify(reasons)).not.toContain(TRACE_HEADER);
  await traced('/b');
  expect(site.asked.at(-1)?.url).toBe('/b');
  expect(site.asked.at(-1)?.headers[TRACE_HEADER]).toBeUndefined();
});
