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
import { AwsError, type ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { refuseOthers } from '../../kernel/refuse-others.ts';
import { RegionTable } from '../../kernel/region-table.ts';
import type { Operation, RequestContext, Service } from '../../kernel/service.ts';
import { checkParameter, parameterArn } from './parameter-policy.ts';
import { publicParameter } from './public-parameters.ts';

/** https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const PARAMETERS_MAX = 10_000;
const PAGE_ITEMS_MAX = 10;

interface StoredParameter {
  name: string;
  type: 'String' | 'StringList' | 'SecureString';
  value: string;
  version: number;
  modifiedMs: number;
  dataType: string;
  description: string;
  tags: Record<string, string>;
}

/** Parameter Store, a region at a time, and AWS's public parameters for machine images. */
export class SsmService implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'ssm',
    protocols: ['awsJson1_1'],
    xmlNamespace: '',
    bucketAddressing: false,
  };
  readonly #deps: ServiceDeps;
  readonly #table: RegionTable<StoredParameter>;

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
    this.#table = new RegionTable(deps.state, 'ssm/parameters');
  }

  loadSchemas(): Promise<Record<string, unknown>> {
    return import('@aws-sdk/client-ssm');
  }

  readonly operations: Readonly<Record<string, Operation>> = {
    PutParameter: (context: RequestContext, input: PutParameterRequest) =>
      this.putParameter(context, input),
    GetParameter: (context: RequestContext, input: GetParameterRequest) =>
      this.getParameter(context, input),
    GetParameters: (context: RequestContext, input: GetParametersRequest) =>
      this.getParameters(context, input),
    GetParametersByPath: (context: RequestContext, input: GetParametersByPathRequest) =>
      this.getParametersByPath(context, input),
    DeleteParameter: (context: RequestContext, input: DeleteParameterRequest) =>
      this.deleteParameter(context, input),
    DeleteParameters: (context: RequestContext, input: DeleteParametersRequest) =>
      this.deleteParameters(context, input),
  };

  putParameter(context: RequestContext, input: PutParameterRequest): PutParameterResult {
    refuseOthers('PutParameter', input, [
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
    ]);
    const name = input.Name ?? '';
    const existing = this.#table.get(context.region, name);
    const type = input.Type ?? existing?.type;
    checkParameter(input, type);
    if (existing !== undefined && input.Overwrite !== true)
      throw new AwsError({
        code: 'ParameterAlreadyExists',
        message:
          'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      });
    if (existing === undefined && this.#table.list(context.region).length >= PARAMETERS_MAX)
      throw new AwsError({
        code: 'ParameterLimitExceeded',
        message: 'You have exceeded the number of parameters for this AWS account.',
      });
    const version = (existing?.version ?? 0) + 1;
    const tags = (input.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']);
    this.#table.put(context.region, name, {
      name,
      type: type ?? 'String',
      value: input.Value ?? '',
      version,
      modifiedMs: this.#deps.clock.nowMs(),
      dataType: input.DataType ?? 'text',
      description: input.Description ?? existing?.description ?? '',
      tags: { ...existing?.tags, ...Object.fromEntries(tags) },
    });
    return { Version: version, Tier: 'Standard' };
  }

  getParameter(context: RequestContext, input: GetParameterRequest): GetParameterResult {
    const parameter = this.#find(context, input.Name ?? '');
    if (parameter === undefined) throw notFound(input.Name);
    return { Parameter: parameter };
  }

  getParameters(context: RequestContext, input: GetParametersRequest): GetParametersResult {
    const found: Parameter[] = [];
    const missing: string[] = [];
    for (const name of input.Names ?? []) {
      const parameter = this.#find(context, name);
      if (parameter === undefined) missing.push(name);
      else found.push(parameter);
    }
    return { Parameters: found, InvalidParameters: missing };
  }

  getParametersByPath(
    context: RequestContext,
    input: GetParametersByPathRequest,
  ): GetParametersByPathResult {
    refuseOthers('GetParametersByPath', input, [
      'Path',
      'Recursive',
      'WithDecryption',
      'MaxResults',
      'NextToken',
    ]);
    const path = `${(input.Path ?? '').replace(/\/$/, '')}/`;
    const below = this.#table
      .list(context.region, path)
      .filter(({ name }) => input.Recursive === true || !name.slice(path.length).includes('/'))
      .filter(({ name }) => name >= (input.NextToken ?? ''));
    const size = Math.min(input.MaxResults ?? PAGE_ITEMS_MAX, PAGE_ITEMS_MAX);
    const next = below[size];
    return {
      Parameters: below.slice(0, size).map((parameter) => this.#shape(context, parameter)),
      ...(next === undefined ? {} : { NextToken: next.name }),
    };
  }

  deleteParameter(context: RequestContext, input: DeleteParameterRequest): DeleteParameterResult {
    const name = input.Name ?? '';
    if (this.#table.get(context.region, name) === undefined) throw notFound(name);
    this.#table.delete(context.region, name);
    return {};
  }

  deleteParameters(
    context: RequestContext,
    input: DeleteParametersRequest,
  ): DeleteParametersResult {
    const names = input.Names ?? [];
    const known = names.filter((name) => this.#table.get(context.region, name) !== undefined);
    for (const name of known) this.#table.delete(context.region, name);
    return {
      DeletedParameters: known,
      InvalidParameters: names.filter((name) => !known.includes(name)),
    };
  }

  /** By name or ARN, with an optional `:version`, of which only the current one is kept. */
  #find(context: RequestContext, selector: string): Parameter | undefined {
    const known = publicParameter(context.region, selector);
    if (known !== undefined)
      return {
        Name: selector,
        Type: 'String',
        Value: known,
        Version: 1,
        ARN: parameterArn(context.region, '', selector),
        DataType: 'aws:ec2:image',
        LastModifiedDate: new Date(this.#deps.clock.nowMs()),
      };
    const plain = selector.replace(/^arn:aws:ssm:[^:]*:\d{12}:parameter(?=\/)/, '');
    const [name = '', version] = plain.split(':');
    const parameter = this.#table.get(context.region, name);
    if (parameter === undefined) return undefined;
    if (version !== undefined && version !== String(parameter.version))
      throw new AwsError({
        code: 'ParameterVersionNotFound',
        message: `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
      });
    return this.#shape(context, parameter);
  }

  #shape(context: RequestContext, parameter: StoredParameter): Parameter {
    return {
      Name: parameter.name,
      Type: parameter.type,
      Value: parameter.value,
      Version: parameter.version,
      LastModifiedDate: new Date(parameter.modifiedMs),
      ARN: parameterArn(context.region, this.#deps.account, parameter.name),
      DataType: parameter.dataType,
    };
  }
}

function notFound(name: string | undefined): AwsError {
  return new AwsError({ code: 'ParameterNotFound', message: `Parameter ${name ?? ''} not found.` });
}
