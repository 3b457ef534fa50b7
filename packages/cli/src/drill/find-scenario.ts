import { existsSync } from 'node:fs';
import path from 'node:path';
import { UnderstudyError } from '@understudy/contract';
import { readScenario, SCENARIOS, type Scenario } from '@understudy/drill';
import { writtenDefault } from './written-default.ts';

/**
 * A drill that comes with Understudy, by its name, or one of the user's, by its file.
 * @throws UnderstudyError DrillUnknown, DrillInvalid
 */
export async function findScenario(nameOrFile: string): Promise<Scenario> {
  const known = SCENARIOS.get(nameOrFile);
  if (known !== undefined) return known;
  if (!/[./\\]/.test(nameOrFile))
    throw new UnderstudyError('DrillUnknown', { message: `there is no drill '${nameOrFile}'` });
  const file = path.resolve(nameOrFile);
  if (!existsSync(file))
    throw new UnderstudyError('DrillUnknown', { message: `there is no file ${file}` });
  return await writtenDefault(file, readScenario);
}
