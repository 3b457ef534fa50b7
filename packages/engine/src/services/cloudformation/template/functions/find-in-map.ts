import { isJsonObject } from '@understudy/contract';
import { templateError } from '../../errors.ts';
import type { Evaluate } from '../intrinsic-function.ts';
import type { Scope } from '../scope.ts';
import { UNKNOWN } from '../values.ts';

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
 */
export function findInMap(argument: unknown, evaluate: Evaluate, scope: Scope): unknown {
  const [map, top, second, options] = Array.isArray(argument) ? (argument as unknown[]) : [];
  const keys = [map, top, second].map(evaluate);
  if (keys.includes(UNKNOWN)) return UNKNOWN;
  const [mapName, topKey, secondKey] = keys;
  if (typeof mapName !== 'string' || !isScalar(topKey) || !isScalar(secondKey))
    throw templateError(
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    );
  const found = own(own(own(scope.mappings, mapName), String(topKey)), String(secondKey));
  if (found !== undefined) return found;
  // The default is a part of the AWS::LanguageExtensions transform.
  if (isJsonObject(options) && Object.hasOwn(options, 'DefaultValue'))
    return evaluate(options['DefaultValue']);
  throw templateError(`Unable to get mapping for ${mapName}::${topKey}::${secondKey}`);
}

function own(table: unknown, key: string): unknown {
  return isJsonObject(table) && Object.hasOwn(table, key) ? table[key] : undefined;
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
