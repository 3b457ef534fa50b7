import { parse } from 'yaml';
import { errorText } from '@understudy/contract';
import { z } from 'zod';
import { fail } from '../../kernel/fail.ts';
import { own } from '../../kernel/state/own.ts';
import type { BuildStep } from './build-step.ts';

/** https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_CreateComponent.html */
const DATA_LENGTH_MAX = 64_000;

const stepSchema = z.object({
  name: z.string(),
  action: z.string(),
  inputs: z.unknown().optional(),
  timeoutSeconds: z.number().optional(),
});

type Step = z.infer<typeof stepSchema>;

/**
 * An AWSTOE component document.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-use-documents.html
 */
const documentSchema = z.object({
  schemaVersion: z.union([z.literal('1.0'), z.literal(1)]),
  parameters: z
    .array(
      z.record(
        z.string(),
        z.object({ type: z.string(), default: z.union([z.string(), z.number()]).optional() }),
      ),
    )
    .optional(),
  phases: z
    .array(z.object({ name: z.enum(['build', 'validate', 'test']), steps: z.array(stepSchema) }))
    .min(1),
});

const downloadSchema = z.array(z.object({ source: z.string(), destination: z.string() })).min(1);

/** Scripts of one are run here: it says itself where, in UNDERSTUDY_IMAGE_FOLDER. */
const BUILD_STEP = 'UnderstudyBuild';
const commandsSchema = z.object({ commands: z.array(z.string()).min(1) });
/**
 * A step's default.
 * https://docs.aws.amazon.com/imagebuilder/latest/userguide/toe-use-documents.html
 */
const STEP_SECONDS_DEFAULT = 7_200;
const BUILD_SECONDS_MAX = 1_800;

export interface ObjectLocation {
  bucket: string;
  key: string;
}

/** What of a component has an effect here, and which steps have none. */
export interface ComponentPlan {
  downloads: ObjectLocation[];
  /** Run when all is downloaded. */
  builds: BuildStep[];
  skippedSteps: string[];
}

/** Reads a document for what building an image here takes of it. Refuses what is no component. */
export function planComponent(
  data: string,
  parameters: Readonly<Record<string, string>>,
): ComponentPlan {
  const document = parseDocument(data);
  const values = { ...defaultsOf(document), ...parameters };
  const steps = document.phases
    .filter((phase) => phase.name === 'build')
    .flatMap((phase) => phase.steps);
  const others = document.phases.filter((phase) => phase.name !== 'build');
  const downloads = steps.filter((step) => step.action === 'S3Download');
  const builds = steps.filter(isBuild);
  const hasEffect = (step: Step): boolean => step.action === 'S3Download' || isBuild(step);
  const skipped = [
    ...steps.filter((step) => !hasEffect(step)).map((step) => ['build', step] as const),
    ...others.flatMap((phase) => phase.steps.map((step) => [phase.name, step] as const)),
  ];
  return {
    downloads: downloads.flatMap((step) => locationsOf(step, values)),
    builds: builds.map((step) => buildOf(step, values)),
    skippedSteps: skipped.map(([phase, step]) => `${phase}: ${step.name} (${step.action})`),
  };
}

/** Throws `InvalidParameterValueException` unless `data` is a component document. */
export function checkComponentData(data: string): void {
  if (data.length > DATA_LENGTH_MAX)
    fail(
      'InvalidParameterValueException',
      `The component data exceeds ${DATA_LENGTH_MAX} characters.`,
    );
  parseDocument(data);
}

function parseDocument(data: string): z.infer<typeof documentSchema> {
  let value: unknown;
  try {
    // Aliases make a small document large; AWSTOE has no use for them.
    value = parse(data, { maxAliasCount: 0 });
  } catch (error) {
    return invalid(errorText(error));
  }
  const result = documentSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function defaultsOf(document: z.infer<typeof documentSchema>): Record<string, string> {
  const entries = (document.parameters ?? []).flatMap((parameter) => Object.entries(parameter));
  return Object.fromEntries(
    entries.flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

function isBuild(step: Step): boolean {
  return step.action === 'ExecuteBash' && step.name === BUILD_STEP;
}

/** AWSTOE makes one script of a step's commands. */
function buildOf(step: Step, values: Readonly<Record<string, string>>): BuildStep {
  const inputs = commandsSchema.safeParse(step.inputs);
  if (!inputs.success) return invalid(`the step ${step.name} has no list of commands`);
  return {
    name: step.name,
    script: substitute(inputs.data.commands.join('\n'), values),
    timeoutSeconds: Math.min(step.timeoutSeconds ?? STEP_SECONDS_DEFAULT, BUILD_SECONDS_MAX),
  };
}

function locationsOf(step: Step, values: Readonly<Record<string, string>>): ObjectLocation[] {
  const inputs = downloadSchema.safeParse(step.inputs);
  if (!inputs.success)
    return invalid(`the step ${step.name} has no list of source and destination`);
  return inputs.data.map(({ source }) => {
    const filled = substitute(source, values);
    const match = /^s3:\/\/([a-z0-9.-]+)\/(.+)$/.exec(filled);
    const [, bucket, key] = match ?? [];
    if (bucket === undefined || key === undefined)
      return invalid(
        `the step ${step.name} has the source '${filled}', which is not s3://BUCKET/KEY`,
      );
    if (key.includes('*') || key.endsWith('/'))
      return invalid(
        `the step ${step.name} names several objects ('${filled}'); here it must be one`,
      );
    return { bucket, key };
  });
}

/** `{{ name }}` is a parameter's value. */
function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (expression, name: string) => {
    const value = own(values, name);
    return value ?? invalid(`the expression ${expression} is not a parameter of the component`);
  });
}

function invalid(reason: string): never {
  return fail(
    'InvalidParameterValueException',
    `The component data is not a valid component document: ${reason}.`,
  );
}
