import type {
  DeleteParameterRequest,
  DeleteParameterResult,
  DeleteParametersRequest,
  DeleteParametersResult,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import { fail, nullMember, requiredBy } from '../../kernel/fail.ts';
import { operation } from '../../kernel/operations.ts';
import { page } from '../../kernel/page.ts';
import type { RequestContext } from '../../kernel/service.ts';
import { checkParameter } from './check-parameter.ts';
import { publicParameter } from './public-parameters.ts';
import type { ParameterRecord } from './records.ts';
import { parameterArn, type SsmStore } from './ssm-store.ts';

/** https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const PARAMETERS_MAX = 10_000;
const PAGE_ITEMS_MAX = 10;

export const parameterOperations = {
  PutParameter: operation(putParameter, {
    accepts: [
      'Name',
      'Description',
      'Value',
      'Type',
      'Overwrite',
      'AllowedPattern',
      'Tags',
      'Tier',
      'DataType',
      'KeyId',
    ],
  }),
  GetParameter: operation(getParameter),
  GetParameters: operation(getParameters),
  GetParametersByPath: operation(getParametersByPath, {
    accepts: ['Path', 'Recursive', 'WithDecryption', 'MaxResults', 'NextToken'],
  }),
  DeleteParameter: operation(deleteParameter),
  DeleteParameters: operation(deleteParameters),
};

function putParameter(
  store: SsmStore,
  { region }: RequestContext,
  input: PutParameterRequest,
): PutParameterResult {
  const name = input.Name ?? '';
  const existing = store.parameters.get(region, name);
  const type = input.Type ?? existing?.type;
  checkParameter(input, type);
  if (existing !== undefined && input.Overwrite !== true)
    fail(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
  if (existing !== undefined && (input.Tags ?? []).length > 0)
    fail(
      'ValidationException',
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  if (existing === undefined && store.parameters.list(region).length >= PARAMETERS_MAX)
    fail(
      'ParameterLimitExceeded',
      'You have exceeded the number of parameters for this AWS account.',
    );
  const version = (existing?.version ?? 0) + 1;
  const tags = (input.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']);
  store.parameters.put(region, name, {
    name,
    type: type ?? 'String',
    value: input.Value ?? '',
    version,
    modifiedMs: store.deps.clock.nowMs(),
    dataType: input.DataType ?? 'text',
    description: input.Description ?? existing?.description ?? '',
    tags: { ...existing?.tags, ...Object.fromEntries(tags) },
  });
  return { Version: version, Tier: 'Standard' };
}

function getParameter(
  store: SsmStore,
  { region }: RequestContext,
  input: GetParameterRequest,
): GetParameterResult {
  return { Parameter: find(store, region, input.Name ?? '') ?? failNotFound(input.Name) };
}

const required = requiredBy('ValidationException', nullMember);

function getParameters(
  store: SsmStore,
  { region }: RequestContext,
  input: GetParametersRequest,
): GetParametersResult {
  const found: Parameter[] = [];
  const missing: string[] = [];
  for (const name of required(input.Names, 'names')) {
    const parameter = find(store, region, name);
    if (parameter === undefined) missing.push(name);
    else found.push(parameter);
  }
  return { Parameters: found, InvalidParameters: missing };
}

function getParametersByPath(
  store: SsmStore,
  { region }: RequestContext,
  input: GetParametersByPathRequest,
): GetParametersByPathResult {
  const path = `${required(input.Path, 'path').replace(/\/$/, '')}/`;
  const below = store.parameters
    .list(region, path)
    .filter(({ name }) => input.Recursive === true || !name.slice(path.length).includes('/'))
    .filter(({ name }) => name >= (input.NextToken ?? ''));
  const { items, next } = page(below, { size: input.MaxResults, max: PAGE_ITEMS_MAX });
  return {
    Parameters: items.map((parameter) => shape(store, region, parameter)),
    ...(next === undefined ? {} : { NextToken: next.name }),
  };
}

function deleteParameter(
  store: SsmStore,
  { region }: RequestContext,
  input: DeleteParameterRequest,
): DeleteParameterResult {
  const name = input.Name ?? '';
  if (store.parameters.get(region, name) === undefined) failNotFound(name);
  store.parameters.delete(region, name);
  return {};
}

function deleteParameters(
  store: SsmStore,
  { region }: RequestContext,
  input: DeleteParametersRequest,
): DeleteParametersResult {
  const names = required(input.Names, 'names');
  const known = names.filter((name) => store.parameters.get(region, name) !== undefined);
  for (const name of known) store.parameters.delete(region, name);
  return {
    DeletedParameters: known,
    InvalidParameters: names.filter((name) => !known.includes(name)),
  };
}

/** By name or ARN, with an optional `:version`, of which only the current one is kept. */
function find(store: SsmStore, region: string, selector: string): Parameter | undefined {
  const known = publicParameter(region, selector);
  if (known !== undefined)
    return {
      Name: selector,
      Type: 'String',
      Value: known,
      Version: 1,
      ARN: parameterArn(region, '', selector),
      DataType: 'aws:ec2:image',
      LastModifiedDate: new Date(store.deps.clock.nowMs()),
    };
  const plain = selector.replace(/^arn:aws:ssm:[^:]*:\d{12}:parameter(?=\/)/, '');
  const [name = '', version] = plain.split(':');
  const parameter = store.parameters.get(region, name);
  if (parameter === undefined) return undefined;
  if (version !== undefined && version !== String(parameter.version))
    fail(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    );
  return shape(store, region, parameter);
}

function shape(store: SsmStore, region: string, parameter: ParameterRecord): Parameter {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modifiedMs),
    ARN: parameterArn(region, store.deps.account, parameter.name),
    DataType: parameter.dataType,
  };
}

function failNotFound(name: string | undefined): never {
  return fail('ParameterNotFound', `Parameter ${name ?? ''} not found.`);
}
