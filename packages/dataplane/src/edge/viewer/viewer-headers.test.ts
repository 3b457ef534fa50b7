import { afterEach, beforeEach, expect, test } from 'vitest';
import { certificate } from '../../balancer/balancer.fixture.ts';
import { Site } from '../cache/site.fixture.ts';

let site: Site;

beforeEach(() => {
  site = new Site('127.107.31.1');
});
afterEach(() => site.close());

// RFC 9110, section 7.6.3: the version is the one by which the message was received.
test('Via tells the origin the viewer’s version, and the viewer the origin’s', async () => {
  await site.serve({}, { certificate: await certificate('example.com') });
  const answer = await site.ask2('/a');
  expect(answer['via']).toMatch(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/);
  expect(site.asked[0]?.headers['via']).toMatch(
    /^2\.0 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/,
  );
});

test('an answer over HTTP/2 has no headers of a connection', async () => {
  site.respond = (_request, response) =>
    response.setHeader('Keep-Alive', 'timeout=9').setHeader('Connection', 'X-Hop').end('hello');
  await site.serve({}, { certificate: await certificate('example.com') });
  const answer = await site.ask2('/a');
  for (const name of ['connection', 'keep-alive', 'transfer-encoding'])
    expect(answer).not.toHaveProperty(name);
});
