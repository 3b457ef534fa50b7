import { templateFormatError, validationError } from '../../errors.ts';
import type { Template } from '../template.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const DESCRIPTION_BYTES_MAX = 1_024;

/**
 * What AWS refuses of a template that can be read. A stack that an earlier version made of such a
 * template can still be read and deleted.
 */
export function checkStructure({ description, mappings }: Template): void {
  // https://github.com/zalando-stups/senza/issues/319
  if (Buffer.byteLength(description ?? '') > DESCRIPTION_BYTES_MAX)
    throw templateFormatError(
      `'Description' length is greater than ${String(DESCRIPTION_BYTES_MAX)}.`,
    );
  for (const [name, mapping] of Object.entries(mappings))
    for (const [key, attributes] of Object.entries(mapping))
      for (const [attribute, value] of Object.entries(attributes))
        checkAttribute(`/Mappings/${name}/${key}/${attribute}`, attribute, value);
}

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html
 */
function checkAttribute(path: string, name: string, value: unknown): void {
  // https://github.com/cloudtools/troposphere/issues/426
  if (!/^[A-Za-z0-9]+$/.test(name))
    throw templateFormatError(
      `Mappings attribute name '${name}' must contain only alphanumeric characters.`,
    );
  if (value === null) throw validationError(`[${path}] 'null' values are not allowed in templates`);
  // AWS's own answer: tests/aws/services/cloudformation/engine/test_mappings.snapshot.json of
  // https://github.com/localstack/localstack
  if (typeof value === 'object' && !Array.isArray(value))
    throw templateFormatError('Every Mappings attribute must be a String or a List.');
}
