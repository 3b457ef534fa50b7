import type {
  GetTemplateInput,
  GetTemplateOutput,
  GetTemplateSummaryInput,
  GetTemplateSummaryOutput,
  ValidateTemplateInput,
  ValidateTemplateOutput,
} from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import { changeSetMissing, validationError } from '../errors.ts';
import { resourceSchemas } from '../schema/schema.ts';
import type { ParameterDefinition, Template } from '../template/template.ts';
import { capabilitiesReason, requiredCapabilities } from './prepare/capabilities.ts';
import { requireStack, type OperationTools } from './context.ts';
import { checkTemplate, readTemplateText } from './prepare/prepare.ts';

/** What a template says, before or after it became a stack. */
export const templateOperations = {
  GetTemplate: operation(getTemplate),
  GetTemplateSummary: operation(getTemplateSummary, {
    accepts: ['StackName', 'TemplateBody', 'TemplateURL'],
  }),
  ValidateTemplate: operation(validateTemplate),
};

const STAGES = ['Original', 'Processed'] as const;

/**
 * "If the template doesn't include transforms, Original and Processed return the same template",
 * and no transform is carried out here; "for stacks, the Original and Processed templates are
 * always available".
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
 */
function getTemplate(
  tools: OperationTools,
  context: RequestContext,
  input: GetTemplateInput,
): GetTemplateOutput {
  const stage = input.TemplateStage ?? 'Processed';
  if (!STAGES.includes(stage))
    throw validationError(
      `1 validation error detected: Value '${stage}' at 'templateStage' failed to satisfy ` +
        `constraint: Member must satisfy enum value set: [${STAGES.join(', ')}]`,
    );
  const text = storedTemplate(tools, context, input);
  // A stack under review has no template yet; the CDK toolkit reads an empty one.
  return {
    TemplateBody: text === '' ? '{}' : text,
    StagesAvailable: [...STAGES],
  };
}

async function getTemplateSummary(
  tools: OperationTools,
  context: RequestContext,
  input: GetTemplateSummaryInput,
): Promise<GetTemplateSummaryOutput> {
  const text =
    input.StackName === undefined
      ? await readTemplateText(tools, context, input, '')
      : requireStack(tools, context, input.StackName).templateText;
  return summary(checkTemplate(tools.environment, text));
}

async function validateTemplate(
  tools: OperationTools,
  context: RequestContext,
  input: ValidateTemplateInput,
): Promise<ValidateTemplateOutput> {
  const text = await readTemplateText(tools, context, input, '');
  const template = checkTemplate(tools.environment, text);
  return {
    Description: template.description,
    ...capabilities(template),
    DeclaredTransforms: template.transforms,
    Parameters: Object.entries(template.parameters).map(([key, parameter]) => ({
      ParameterKey: key,
      DefaultValue: parameter.default,
      NoEcho: parameter.noEcho,
      Description: parameter.description,
    })),
  };
}

function storedTemplate(
  tools: OperationTools,
  context: RequestContext,
  input: GetTemplateInput,
): string {
  const { store } = tools.environment;
  if (input.ChangeSetName === undefined)
    return requireStack(tools, context, input.StackName).templateText;
  const stack =
    input.StackName === undefined ? undefined : requireStack(tools, context, input.StackName);
  const changeSet = store.findChangeSet(stack?.id, input.ChangeSetName);
  if (changeSet === undefined) throw changeSetMissing(input.ChangeSetName);
  return changeSet.templateText;
}

function summary(template: Template): GetTemplateSummaryOutput {
  const types = Object.values(template.resources).map(({ type }) => type);
  return {
    Description: template.description,
    Version: template.version,
    Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
    ...capabilities(template),
    DeclaredTransforms: template.transforms,
    Parameters: Object.entries(template.parameters).map(parameterDeclaration),
    ResourceTypes: [...new Set(types)],
    ResourceIdentifierSummaries: [...new Set(types)].map((type) => ({
      ResourceType: type,
      LogicalResourceIds: Object.entries(template.resources)
        .filter(([, resource]) => resource.type === type)
        .map(([id]) => id),
      ResourceIdentifiers: resourceSchemas().resources[type]?.identifier ?? [],
    })),
  };
}

function capabilities(
  template: Template,
): Pick<GetTemplateSummaryOutput, 'Capabilities' | 'CapabilitiesReason'> {
  const needed = requiredCapabilities(template);
  if (needed.length === 0) return {};
  return {
    Capabilities: needed as NonNullable<GetTemplateSummaryOutput['Capabilities']>,
    CapabilitiesReason: capabilitiesReason(template),
  };
}

function parameterDeclaration([key, parameter]: [string, ParameterDefinition]) {
  return {
    ParameterKey: key,
    DefaultValue: parameter.default,
    ParameterType: parameter.type,
    NoEcho: parameter.noEcho,
    Description: parameter.description,
    ParameterConstraints:
      parameter.allowedValues === undefined ? {} : { AllowedValues: parameter.allowedValues },
  };
}
