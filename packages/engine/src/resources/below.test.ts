import { expect, expectTypeOf, test } from 'vitest';
import { below } from './below.ts';

test('members are named by their dotted paths, also for the compiler', () => {
  const said = below('Origins', { Id: 'works', ...below('Shield', { Enabled: 'works' }) });
  expect(said).toEqual({ 'Origins.Id': 'works', 'Origins.Shield.Enabled': 'works' });
  expectTypeOf(said).toEqualTypeOf<{
    readonly 'Origins.Id': 'works';
    readonly 'Origins.Shield.Enabled': 'works';
  }>();
});
