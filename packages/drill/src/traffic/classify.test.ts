import { expect, test } from 'vitest';
import { layerOf, ofAnswer, ofFailure } from './classify.ts';

test.each([
  [{ server: 'CloudFront', 'x-cache': 'Error from cloudfront' }, 'edge'],
  [{ server: 'awselb/2.0' }, 'load-balancer'],
  [{ server: 'awselb/2.0', 'x-cache': 'Error from cloudfront' }, 'load-balancer'],
  [{ server: 'nginx', 'x-cache': 'Error from cloudfront' }, 'app'],
  [{ 'x-cache': 'Error from cloudfront' }, 'app'],
  [{}, 'app'],
] as const)('%j was made by: %s', (headers, layer) => {
  expect(layerOf(headers)).toBe(layer);
});

test.each([200, 301, 404])('%i is an answer', (status) => {
  expect(ofAnswer({ status, headers: {} }, 'edge')).toEqual({ good: true, status, place: 'edge' });
});

test.each([
  [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'network', 'ECONNREFUSED'],
  [new DOMException('no answer', 'TimeoutError'), 'network', 'timed out'],
  [Object.assign(new Error('old'), { code: 'CERT_HAS_EXPIRED' }), 'tls', 'CERT_HAS_EXPIRED'],
])('%s: %s, %s', (error, layer, kind) => {
  expect(ofFailure(error, 'edge')).toEqual({
    ...{ good: false, layer, kind, place: 'edge', isAnswered: false },
  });
});
