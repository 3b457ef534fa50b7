import { randomBytes } from 'node:crypto';
import type { ResourceContext } from '../kernel/resource.ts';

const SUFFIX_LENGTH = 12;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * The name that CloudFormation makes for a named resource whose template gives none: stack, logical
 * id and a random suffix, cut to what the service allows.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
export function physicalName(
  context: Pick<ResourceContext, 'stackName' | 'logicalId'>,
  lengthMax: number,
): string {
  const room = lengthMax - SUFFIX_LENGTH - 2;
  const full = context.stackName.length + context.logicalId.length;
  // Both halves stay recognisable: the longer one gives way first, as CloudFormation's own names
  // show.
  const stackLength =
    full <= room ? context.stackName.length : Math.max(room - context.logicalId.length, room >> 1);
  const stack = context.stackName.slice(0, stackLength);
  const logical = context.logicalId.slice(0, room - stack.length);
  return `${stack}-${logical}-${suffix()}`;
}

function suffix(): string {
  return [...randomBytes(SUFFIX_LENGTH)]
    .map((byte) => ALPHABET[byte % ALPHABET.length] ?? '')
    .join('');
}
