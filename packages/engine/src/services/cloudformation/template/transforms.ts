import { isJsonObject } from '@understudy/contract';
import { templateFormatError, validationError } from '../errors.ts';

/** The one macro that the engine knows: Fn::Length, Fn::ToJsonString and FindInMap's default. */
export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
 */
const OF_AWS: readonly string[] = [
  'AWS::CodeDeployBlueGreen',
  'AWS::Include',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
  'AWS::Serverless-2016-10-31',
  'AWS::ServiceCatalog',
];

/** The names in a template's Transform section. */
export function parseTransforms(value: unknown): string[] {
  const given: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const names = given.map(nameOf);
  for (const name of names) if (name !== LANGUAGE_EXTENSIONS) throw noTransform(name);
  return names;
}

/** The macro of an Fn::Transform, which is called wherever the function stands. */
export function refuseTransform(argument: unknown): never {
  throw noTransform(nameOf(argument));
}

/** The loop of AWS::LanguageExtensions, at its place. */
export function noForEach(path: string): Error {
  return templateFormatError(
    `[${path}] AWS has Fn::ForEach with ${LANGUAGE_EXTENSIONS}, Understudy does not provide it`,
  );
}

function nameOf(transform: unknown): string {
  const name = isJsonObject(transform) ? transform['Name'] : transform;
  if (typeof name === 'string') return name;
  // AWS's own answer: tests/aws/services/cloudformation/test_template_engine.snapshot.json of
  // https://github.com/localstack/localstack
  throw validationError('Key Name of transform definition must be a string.');
}

function noTransform(name: string): Error {
  const aside = OF_AWS.includes(name) ? ' (AWS has it, Understudy does not provide it)' : '';
  return templateFormatError(`No transform named ${name} found.${aside}`);
}
