import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dependenciesOf, withAuthorities } from './dependency-urls.ts';

const led = (value: string, name = 'PAYMENTS_URL') =>
  withAuthorities(new Map([[name, value]]), ({ port }) => `127.20.0.13:1${port}`).get(name);

test.each([
  ['http://127.0.0.1:4000', 'http://127.20.0.13:14000'],
  ['http://localhost:4000/', 'http://127.20.0.13:14000/'],
  [
    'HTTP://LocalHost:4000/a?b=http://127.0.0.1:5000',
    'HTTP://127.20.0.13:14000/a?b=http://127.0.0.1:5000',
  ],
  ['http://user:p%40ss@127.1.2.3:4000?x#y', 'http://user:p%40ss@127.20.0.13:14000?x#y'],
])('%s leads by the relay, and all else of it is kept', (value, expected) => {
  expect(led(value)).toBe(expected);
});

test.each([
  'https://127.0.0.1:4000',
  'http://127.0.0.1/',
  'http://127.0.0.1:0/',
  'http://127.0.0.1:65536/',
  'http://127.0.0.256:4000/',
  'http://127.0.0.1.example.com:4000/',
  'http://localhost.example.com:4000/',
  'http://10.0.0.1:4000/',
  'http://localhost:4000@example.com/',
  ' http://localhost:4000/',
  'see http://localhost:4000/',
])('%s is left as it is', (value) => {
  expect(led(value)).toBe(value);
});

test('the endpoint of an SDK is the engine’s, and no dependency', () => {
  const value = 'http://127.0.0.1:4566';
  expect(led(value, 'AWS_ENDPOINT_URL_S3')).toBe(value);
  expect(dependenciesOf(new Map([['AWS_ENDPOINT_URL', value]]))).toEqual([]);
});

test('each dependency is found once, by its host and port', () => {
  const variables = new Map([
    ['A', 'http://localhost:4000/a'],
    ['B', 'http://localhost:4000/b'],
    ['C', 'http://127.0.0.1:4000'],
    ['D', 'https://example.com'],
  ]);
  expect(dependenciesOf(variables)).toEqual([
    { host: 'localhost', port: 4_000 },
    { host: '127.0.0.1', port: 4_000 },
  ]);
});

test('a URL has the same meaning to the URL standard after as before, but for its authority', () => {
  const address = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((n) => `127.${n.join('.')}`);
  const host = fc.oneof(fc.constant('localhost'), address);
  const port = fc.integer({ min: 1, max: 65_535 });
  fc.assert(
    fc.property(host, port, fc.webPath(), fc.webQueryParameters(), (at, number, path, query) => {
      const written = `http://${at}:${number}${path}?${query}`;
      const found = withAuthorities(new Map([['A', written]]), () => '127.9.0.13:1');
      expect(found.get('A')).toBe(`http://127.9.0.13:1${path}?${query}`);
      const url = new URL(written);
      const [dependency] = dependenciesOf(new Map([['A', written]]));
      expect(dependency?.host).toBe(url.hostname);
      expect(String(dependency?.port)).toBe(url.port === '' ? '80' : url.port);
    }),
  );
});

test('a value that is no URL stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      fc.pre(!value.toLowerCase().startsWith('http://'));
      expect(led(value)).toBe(value);
    }),
  );
});
