import type { TypeCase } from './case.fixture.ts';
import { GLOBAL } from './cases/global.fixture.ts';
import { NETWORK } from './cases/network.fixture.ts';
import { REGIONAL } from './cases/regional.fixture.ts';
import { TOLD } from './cases/told.fixture.ts';

/** One entry a type of the registry. */
export const CASES: Readonly<Record<string, TypeCase>> = {
  ...NETWORK,
  ...REGIONAL,
  ...TOLD,
  ...GLOBAL,
};
