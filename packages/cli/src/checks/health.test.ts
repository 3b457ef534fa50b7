import { expect, test } from 'vitest';
import { checkersView } from './health.ts';

const OK = 'Success: HTTP Status Code 200, OK';
const REFUSED = 'Failure: Connection refused';
const NOT_YET = 'Not yet checked';

function statuses(well: number, failed: number): string[] {
  return Array.from({ length: 16 }, (_, index) =>
    index < well ? OK : index < well + failed ? REFUSED : NOT_YET,
  );
}

test.each([
  [0, 0, true, 'healthy, 0 of 16 checkers have reported'],
  [2, 0, true, 'healthy, 2 of 16 checkers have reported'],
  [16, 0, true, 'healthy, 16 of 16 checkers have reported'],
  [3, 13, true, `healthy, 16 of 16 checkers have reported, 13 of them "${REFUSED}"`],
  [2, 14, false, `unhealthy, 16 of 16 checkers have reported, 14 of them "${REFUSED}"`],
])('%i well and %i failed', (well, failed, healthy, evidence) => {
  expect(checkersView(statuses(well, failed))).toEqual({ healthy, evidence });
});
