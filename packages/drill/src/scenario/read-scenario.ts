import { z } from 'zod';
import { PROFILES } from '../report/schema.ts';
import type { FaultStep, Roles, Scenario } from './scenario.ts';

const SECONDS_MAX = 86_400;
const STEPS_MAX = 1_000;

const stepsSchema = z
  .array(
    z.strictObject({
      atSeconds: z.number().min(0).max(SECONDS_MAX),
      fault: z.looseObject({ subject: z.string(), mode: z.string().optional() }),
      forSeconds: z.number().positive().max(SECONDS_MAX).exactOptional(),
    }),
  )
  .min(1)
  .max(STEPS_MAX);

const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'not lower-case letters, digits and hyphens'),
  title: z.string(),
  description: z.string(),
  sources: z.array(z.string()).exactOptional(),
  faults: z.custom<Scenario['faults']>((value) => typeof value === 'function', 'not a function'),
  failsOver: z.boolean(),
  lastsSeconds: z.number().positive().max(SECONDS_MAX).exactOptional(),
  expect: z.strictObject({
    namesMove: z.boolean().exactOptional(),
    recovers: z
      .partialRecord(
        z.enum(PROFILES),
        z.union([z.number().positive(), z.literal('as predicted'), z.literal('never')]),
      )
      .exactOptional(),
    failedShareMax: z.number().min(0).max(1).exactOptional(),
    lostForGoodMax: z.number().int().min(0).exactOptional(),
  }),
});

/**
 * A drill of the user's own, checked: what is wrong with it is an error of theirs.
 * @throws Error that names each field
 */
export function readScenario(value: unknown): Scenario {
  const parsed = scenarioSchema.safeParse(value);
  if (!parsed.success) throw new Error(problemsOf(parsed.error));
  return parsed.data;
}

/** The faults of a drill on a site, checked. @throws Error that names each field */
export function faultsOf(scenario: Scenario, roles: Roles): readonly FaultStep[] {
  const parsed = stepsSchema.safeParse(scenario.faults(roles));
  if (!parsed.success) throw new Error(`faults: ${problemsOf(parsed.error)}`);
  return parsed.data;
}

function problemsOf({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => `${path.map(String).join('.') || 'the default export'}: ${message}`)
    .join('; ');
}
