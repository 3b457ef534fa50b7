import { expect, test } from 'vitest';
import { readReport } from './read-report.ts';
import { sampleReport } from './sample-report.fixture.ts';

test('what was written is read', () => {
  const sample = sampleReport();
  expect(readReport(JSON.parse(JSON.stringify(sample)))).toEqual(sample);
});

/** As it was written then. */
function versionOne(): Record<string, unknown> {
  const { seconds, rto, templates: _, configSha256: __, capacity: ____, ...rest } = sampleReport();
  const rtoThen = Object.entries(rto).map(([profile, { warm, ...one }]) => [
    profile,
    { ...one, latencyRestoredSeconds: warm === null ? null : 1.5 },
  ]);
  return {
    ...rest,
    version: 1,
    rto: Object.fromEntries(rtoThen),
    seconds: seconds.map(({ byLayer: ___, ...second }) => second),
  };
}

test('one of version 1 is read: what it did not have is not known', () => {
  const read = readReport(JSON.parse(JSON.stringify(versionOne())));
  const sample = sampleReport();
  const seconds = sample.seconds.map((second) => ({ ...second, byLayer: {} }));
  expect(read).toEqual({
    ...{ ...sample, seconds, templates: [], configSha256: '', capacity: [] },
    rto: Object.fromEntries(
      Object.entries(sample.rto).map(([profile, one]) => [
        profile,
        { ...one, warm: one.warm && { ...one.warm, capacitySeconds: null, seconds: null } },
      ]),
    ),
  });
});

test.each([
  [{ ...sampleReport(), version: 9 }, 'version 9; this Understudy reads 1, 2'],
  [{ ...versionOne(), seed: 'x' }, 'no report of a drill: seed: '],
  [{ version: 1, seconds: 'none' }, 'no report of a drill: '],
  [{ ...sampleReport(), seed: 'x' }, 'no report of a drill: seed: '],
  [{}, 'no report of a drill: version: '],
  ['text', 'no report of a drill: '],
  [null, 'no report of a drill: '],
])('%# is refused, and why is said', (value, said) => {
  expect(() => readReport(value)).toThrow(
    expect.objectContaining({
      code: 'ReportInvalid',
      message: expect.stringContaining(said) as string,
    }) as Error,
  );
});
