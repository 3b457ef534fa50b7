import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDeployed, saveDeployed, stacksNoLongerOf } from './left-behind.ts';

const SITE = { name: 'shop', primary: 'eu-west-1', standby: 'us-east-1' };

describe('stacks that are left', () => {
  test.each([
    ['the same site', {}, []],
    ['regions swapped', { primary: 'us-east-1', standby: 'eu-west-1' }, []],
    ['another primary', { primary: 'eu-west-3' }, ['shop-eu-west-1']],
    [
      'another name',
      { name: 'bakery' },
      ['shop-routing', 'shop-edge', 'shop-eu-west-1', 'shop-us-east-1', 'shop-zone'],
    ],
  ])('%s', (_what, change, expected) => {
    const left = stacksNoLongerOf(SITE, { ...SITE, ...change });
    expect(left.map(({ name }) => name)).toEqual(expected);
  });
});

describe('what was deployed from here', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'deployed-'));

  test('is remembered an account', () => {
    saveDeployed(directory, '111122223333', SITE);
    expect(readDeployed(directory, '111122223333')).toEqual(SITE);
    expect(readDeployed(directory, '444455556666')).toBeUndefined();
  });

  test.each(['{', '[]', '{"name":1}'])('is nothing where the note is %s', (text) => {
    writeFileSync(path.join(directory, 'deployed-to-777788889999.json'), text);
    expect(readDeployed(directory, '777788889999')).toBeUndefined();
  });
});
