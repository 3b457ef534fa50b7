import { expect, test } from 'vitest';
import { layerOf, ofAnswer, ofFailure } from './classify.ts';

test.each([
  [502, { server: 'CloudFront' }, 'edge'],
  [504, { 'x-cache': 'Error from cloudfront', server: 'nginx' }, 'edge'],
  [503, { server: 'awselb/2.0' }, 'load-balancer'],
  [503, { 'x-cache': 'Error from cloudfront', server: 'awselb/2.0' }, 'load-balancer'],
  [500, { 'x-cache': 'Error from cloudfront' }, 'app'],
  [500, {}, 'app'],
] as const)('a %i of %j was made by: %s', (status, headers, layer) => {
  expect(layerOf(status, headers)).toBe(layer);
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
