import { expect, test } from 'vitest';
import { readReport } from './read-report.ts';
import { sampleReport } from './sample-report.fixture.ts';

test('what was written is read', () => {
  const sample = sampleReport();
  expect(readReport(JSON.parse(JSON.stringify(sample)))).toEqual(sample);
});

test.each([
  [{ ...sampleReport(), version: 2 }, 'version 2; this Understudy reads 1'],
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
