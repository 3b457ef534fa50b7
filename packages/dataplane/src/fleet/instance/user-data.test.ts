import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instanceEnvironment, reservedVariableProblems } from './environment.ts';
import { parseUserData } from './user-data.ts';

it('takes KEY=VALUE lines, without comments, blank lines and quotes', () => {
  const lines = ['# comment', '; another', '', 'A=1\r', '  B = no', 'URL=https://x.example/?a=b'];
  const text = [...lines, 'Q="two words"', "S=' x'", 'E=', ''].join('\n');
  const { variables, problems } = parseUserData(text);
  expect(Object.fromEntries(variables)).toEqual({
    A: '1',
    URL: 'https://x.example/?a=b',
    Q: 'two words',
    S: ' x',
    E: '',
  });
  expect(problems).toEqual(['line 5 of the user data is not KEY=VALUE']);
});

it.each(['#!/bin/bash\nA=1', '#cloud-config\nruncmd: []', 'Content-Type: multipart/mixed\n'])(
  'does not run %j, and says so',
  (text) => {
    const { variables, problems } = parseUserData(text);
    expect(variables.size).toBe(0);
    expect(problems).toEqual(['user data that is a script is not run here']);
  },
);

it('gives back what it was made from', () => {
  const value = fc
    .string({ unit: 'grapheme-ascii', maxLength: 30 })
    .map((text) => text.replaceAll(/["']/g, '').trim());
  const name = fc.string({ unit: fc.constantFrom(...'aZ_'), minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(fc.dictionary(name, value), (all) => {
      const entries = Object.entries(all);
      const text = entries.map(([name, content]) => `${name}=${content}`).join('\n');
      expect([...parseUserData(text).variables]).toEqual(entries);
    }),
  );
});

it('does not let user data choose what the engine chooses', () => {
  const userData = new Map([
    ['PORT', '80'],
    ['INVOCATION_ID', 'x'],
    ['AWS_REGION', 'eu-west-1'],
    ['NODE_OPTIONS', '--no-warnings'],
    ['HOME', '/elsewhere'],
  ]);
  const environment = instanceEnvironment({
    nodePath: '/opt/node/bin/node',
    path: '/usr/bin:/opt/node/bin',
    home: '/home',
    port: 4_321,
    region: 'us-east-1',
    metadataEndpoint: 'http://127.0.0.1:1',
    userData,
  });
  expect(environment).toMatchObject({
    PATH: '/opt/node/bin:/usr/bin',
    PORT: '4321',
    AWS_REGION: 'eu-west-1',
    NODE_OPTIONS: '--no-warnings',
    HOME: '/elsewhere',
  });
  expect(reservedVariableProblems(userData)).toEqual([
    'PORT of the user data is not used here: the engine chooses it',
    'INVOCATION_ID of the user data is not used here: the engine chooses it',
  ]);
});
