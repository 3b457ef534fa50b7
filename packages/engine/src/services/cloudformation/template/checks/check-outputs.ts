import { isJsonObject } from '@understudy/contract';
import { templateFormatError } from '../../errors.ts';
import type { Template } from '../template.ts';
import { asFunction, UNKNOWN } from '../values.ts';
import { isMadeLater } from './made-later.ts';

/** What is wrong with outputs whatever the parameters are. */
export function checkOutputs(template: Template): void {
  for (const [key, { value, exportName }] of Object.entries(template.outputs)) {
    if (asFunction(value) === undefined) checkOutputValue(value);
    if (isMadeLater(exportName, template))
      throw templateFormatError(
        `Output ${key} is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.`,
      );
  }
}

/**
 * https://github.com/aws-cloudformation/cfn-lint/issues/485,
 * https://github.com/org-formation/org-formation-cli/issues/15
 */
export function checkOutputValue(value: unknown): void {
  const text = 'The Value field of every Outputs member must evaluate to a String';
  if (Array.isArray(value)) throw templateFormatError(`${text} and not a List.`);
  if (isJsonObject(value)) throw templateFormatError(`${text} and not a Map.`);
  if (!['string', 'number', 'boolean'].includes(typeof value) && value !== UNKNOWN)
    throw templateFormatError(`${text}.`);
}

/** Names of exports, evaluated; UNKNOWN is what another region's stack will say. */
export function checkExportNames(exports: readonly { key: string; name: unknown }[]): void {
  const known = exports.filter(({ name }) => name !== UNKNOWN);
  // https://github.com/aws-samples/startup-kit-templates/issues/45
  for (const { key, name } of known)
    if (typeof name !== 'string' || !/^[A-Za-z0-9:-]+$/.test(name))
      throw templateFormatError(
        `Output ${key} is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.`,
      );
  const names = known.map(({ name }) => String(name));
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  // https://github.com/compose-x/ecs_composex/issues/444
  if (twice.length > 0)
    throw templateFormatError(
      `The Outputs section contains duplicate Export names: [${[...new Set(twice)].join(', ')}]. Specify a unique name for each export.`,
    );
}
