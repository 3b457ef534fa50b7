import type { RollbackConfiguration } from '@aws-sdk/client-cloudformation';
import type { RequestContext } from '../../../../kernel/service.ts';
import { parametersMissing, validationError } from '../../errors.ts';
import { schemaOf } from '../../schema/schema.ts';
import { Deployment } from '../../stack/deployment.ts';
import type { StackEnvironment } from '../../stack/environment.ts';
import type { StackDefinition, StackRecord } from '../../stack/records.ts';
import { checkConditionShapes } from '../../template/checks/check-conditions.ts';
import { checkFunctions } from '../../template/checks/check-functions.ts';
import { checkOutputs } from '../../template/checks/check-outputs.ts';
import { checkReferences } from '../../template/checks/check-references.ts';
import { checkStructure } from '../../template/checks/check-structure.ts';
import { assertRules } from '../../template/conditions.ts';
import { evaluateEarly } from '../../template/evaluate-early.ts';
import { assertNoCycle, dependencyGraph } from '../../template/graph.ts';
import {
  chooseParameters,
  isSsmValue,
  type GivenParameter,
  type ParameterValue,
} from '../../template/parameters.ts';
import { parseTemplate } from '../../template/parse/parse.ts';
import type { Template } from '../../template/template.ts';
import { assertCapabilities } from './capabilities.ts';
import { assertTypesAreKnown, typesWithoutHandler } from './check-types.ts';
import { rollbackConfigurationOf } from '../../stack/rollback-configuration.ts';
import { missingMember, type OperationTools } from '../context.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const TEMPLATE_BODY_BYTES_MAX = 51_200;
const TEMPLATE_OBJECT_BYTES_MAX = 1_048_576;

/** The members that CreateStack, UpdateStack and CreateChangeSet share. */
export interface DefinitionInput {
  TemplateBody?: string | undefined;
  TemplateURL?: string | undefined;
  UsePreviousTemplate?: boolean | undefined;
  Parameters?: GivenParameter[] | undefined;
  Capabilities?: string[] | undefined;
  RoleARN?: string | undefined;
  RollbackConfiguration?: RollbackConfiguration | undefined;
  Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined;
}

/** Its members, for what the three accept. UsePreviousTemplate is not CreateStack's. */
export const DEFINITION_MEMBERS = [
  'TemplateBody',
  'TemplateURL',
  'Parameters',
  'Capabilities',
  'RoleARN',
  'RollbackConfiguration',
  'Tags',
] as const satisfies readonly (keyof DefinitionInput)[];

/** What a request asks a stack to become, checked as far as AWS checks before it answers. */
export async function prepareDefinition(options: {
  tools: OperationTools;
  context: RequestContext;
  input: DefinitionInput;
  /**
   * With its name and id, for pseudo parameters; the definition in it is what the request may refer
   * to as previous.
   */
  stack: StackRecord;
  changeSet: boolean;
}): Promise<StackDefinition> {
  const { tools, context, input, stack, changeSet } = options;
  const templateText = await readTemplateText(tools, context, input, stack.templateText);
  const template = checkTemplate(tools.environment, templateText);
  const capabilities = input.Capabilities ?? [];
  assertCapabilities(template, capabilities, { changeSet });
  const chosen = chooseParameters({
    definitions: template.parameters,
    given: input.Parameters ?? [],
    previous: stack.parameters,
  });
  const definition: StackDefinition = {
    templateText,
    parameters: resolveSsm(tools.environment, context, template, chosen),
    tags: (input.Tags ?? stack.tags).map(({ Key, Value }) => ({
      Key: Key ?? '',
      Value: Value ?? '',
    })),
    capabilities: [...capabilities],
    notificationArns: [],
    ...(input.RoleARN === undefined ? {} : { roleArn: input.RoleARN }),
  };
  const watched = rollbackConfigurationOf(input.RollbackConfiguration, stack.rollbackConfiguration);
  if (watched !== undefined) definition.rollbackConfiguration = watched;
  const deployment = new Deployment(tools.environment, stack, { definition, lenient: true });
  const scope = deployment.scope(() => undefined);
  assertRules(template.rules, scope);
  const { handlers } = tools.environment;
  const active = deployment.activeResources;
  assertTypesAreKnown(typesWithoutHandler(template, active, handlers));
  refuseUnsupported(template, evaluateEarly(template, active, scope), handlers);
  return definition;
}

/**
 * A template's structure, names, types and order; nothing of what its properties say. What has a
 * condition may never be made: its type is asked for once the condition is known. A type that only
 * the engine lacks is none of AWS's errors.
 */
export function checkTemplate(environment: StackEnvironment, text: string): Template {
  const template = parseTemplate(text);
  const unconditional = Object.entries(template.resources)
    .filter(([, { condition }]) => condition === undefined)
    .map(([id]) => id);
  assertTypesAreKnown(typesWithoutHandler(template, unconditional, environment.handlers));
  checkStructure(template);
  checkReferences(template, (type) => schemaOf(type)?.attributes);
  checkConditionShapes(template);
  for (const { properties } of Object.values(template.resources))
    checkFunctions(properties, template);
  for (const { value, exportName } of Object.values(template.outputs))
    checkFunctions([value, exportName], template);
  checkOutputs(template);
  assertNoCycle(dependencyGraph(template, Object.keys(template.resources)));
  return template;
}

/** The template's text: given, at a URL, or the stack's own. */
export async function readTemplateText(
  tools: OperationTools,
  context: RequestContext,
  input: DefinitionInput,
  previous: string,
): Promise<string> {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: keep } = input;
  const given = [body, url, keep === true ? true : undefined].filter((one) => one !== undefined);
  if (given.length > 1)
    throw validationError(
      'Only one of TemplateBody, TemplateURL or UsePreviousTemplate may be specified.',
    );
  if (body !== undefined) {
    const bytes = Buffer.byteLength(body);
    if (bytes > TEMPLATE_BODY_BYTES_MAX || bytes === 0)
      throw validationError(
        `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length between 1 and ${TEMPLATE_BODY_BYTES_MAX} bytes, not ${bytes}`,
      );
    return body;
  }
  if (url !== undefined) {
    const text = await tools.readTemplateUrl(url, context);
    if (Buffer.byteLength(text) > TEMPLATE_OBJECT_BYTES_MAX)
      throw validationError(`Template may not exceed ${TEMPLATE_OBJECT_BYTES_MAX} bytes in size.`);
    return text;
  }
  if (keep === true && previous !== '') return previous;
  throw validationError('Either Template URL or Template Body must be specified.');
}

/** Stack names, as AWS admits them. */
export function assertStackName(name: string | undefined): asserts name is string {
  if (name === undefined || name === '') throw missingMember('stackName');
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name))
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
}

function resolveSsm(
  environment: StackEnvironment,
  context: RequestContext,
  template: Template,
  chosen: readonly ParameterValue[],
): ParameterValue[] {
  const resolved: ParameterValue[] = [];
  const missing: string[] = [];
  for (const parameter of chosen) {
    if (!isSsmValue(template.parameters[parameter.key])) {
      resolved.push(parameter);
      continue;
    }
    try {
      const value = environment.readSsmParameter(context, parameter.value);
      resolved.push({ ...parameter, resolvedValue: value });
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ParameterNotFound')) throw error;
      missing.push(parameter.value);
    }
  }
  if (missing.length > 0) throw parametersMissing(missing);
  return resolved;
}
