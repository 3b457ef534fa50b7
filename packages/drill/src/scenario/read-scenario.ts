import { z } from 'zod';
import { PROFILES } from '../report/schema.ts';
import { clientSchema, type ClientDefinition } from './client.ts';
import { NEEDS, type FaultStep, type Roles, type Scenario, type SurgeStep } from './scenario.ts';

const SECONDS_MAX = 86_400;
const STEPS_MAX = 1_000;
/** More than that no machine of one process makes. */
const PER_SECOND_MAX = 100_000;

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

const surgeSchema = z
  .array(
    z.strictObject({
      atSeconds: z.number().min(0).max(SECONDS_MAX),
      forSeconds: z.number().positive().max(SECONDS_MAX).exactOptional(),
      perSecond: z.number().positive().max(PER_SECOND_MAX),
    }),
  )
  .max(STEPS_MAX);

const share = z.number().min(0).max(1);

const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'not lower-case letters, digits and hyphens'),
  title: z.string(),
  description: z.string(),
  sources: z.array(z.string()).exactOptional(),
  faults: z.custom<Scenario['faults']>((value) => typeof value === 'function', 'not a function'),
  failsOver: z.boolean(),
  lastsSeconds: z.number().positive().max(SECONDS_MAX).exactOptional(),
  surge: z
    .custom<NonNullable<Scenario['surge']>>(
      (value) => typeof value === 'function',
      'not a function',
    )
    .exactOptional(),
  client: clientSchema.exactOptional(),
  needs: z.array(z.enum(NEEDS)).exactOptional(),
  speedMax: z.number().positive().exactOptional(),
  expect: z.strictObject({
    namesMove: z.boolean().exactOptional(),
    recovers: z
      .partialRecord(
        z.enum(PROFILES),
        z.union([z.number().positive(), z.literal('as predicted'), z.literal('never')]),
      )
      .exactOptional(),
    failedShareMax: share.exactOptional(),
    lostForGoodMax: z.number().int().min(0).exactOptional(),
    divergedMax: z.number().int().min(0).exactOptional(),
    scalesOut: z.boolean().exactOptional(),
    failbackFailedShareMax: share.exactOptional(),
    writesFailedShareMin: share.exactOptional(),
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

/** Further visitors of a drill on a site, checked. @throws Error that names each field */
export function surgesOf(scenario: Scenario, roles: Roles): readonly SurgeStep[] {
  const parsed = surgeSchema.safeParse(scenario.surge?.(roles) ?? []);
  if (!parsed.success) throw new Error(`surge: ${problemsOf(parsed.error)}`);
  return parsed.data;
}

/** A file's client, checked. @throws Error that names each field */
export function readClient(value: unknown): ClientDefinition {
  const parsed = clientSchema.safeParse(value);
  if (!parsed.success) throw new Error(problemsOf(parsed.error));
  return parsed.data;
}

function problemsOf({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => `${path.map(String).join('.') || 'the default export'}: ${message}`)
    .join('; ');
}
