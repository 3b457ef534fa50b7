import { isJsonObject, type JsonObject } from '@understudy/contract';
import { checkActiveReferences } from './checks/check-active-references.ts';
import { checkExportNames, checkOutputValue } from './checks/check-outputs.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './scope.ts';
import type { Template } from './template.ts';
import { UNKNOWN } from './values.ts';

/**
 * Evaluates what parameters, mappings and conditions decide, before anything is made, and throws
 * what AWS answers in the call. What zones there are, and what other stacks export, AWS asks only
 * at the resource's turn: an index out of the zones fails the resource.
 * https://github.com/aws-samples/1click-hpc/issues/1
 */
export function evaluateEarly(
  template: Template,
  active: readonly string[],
  given: Scope,
): ReadonlyMap<string, JsonObject> {
  const scope: Scope = {
    ...given,
    importValue: () => UNKNOWN,
    availabilityZones: () => UNKNOWN,
  };
  for (const name of Object.keys(template.conditions)) scope.condition(name);
  checkActiveReferences(template, new Set(active), scope.condition);
  const properties = active.map((id): [string, JsonObject] => {
    const value = evaluate(template.resources[id]?.properties, scope);
    return [id, isJsonObject(value) ? value : {}];
  });
  const outputs = Object.entries(template.outputs).filter(
    ([, { condition }]) => condition === undefined || scope.condition(condition),
  );
  const exportNames = outputs.flatMap(([key, { value, exportName }]) => {
    checkOutputValue(evaluate(value, scope));
    return exportName === undefined ? [] : [{ key, name: evaluate(exportName, scope) }];
  });
  checkExportNames(exportNames);
  return new Map(properties);
}
