import { AwsError } from '../aws-error.ts';
import { collectBody } from '../http/body.ts';
import { Malformed } from '../malformed.ts';
import type { OperationShape } from '../schema/operations.ts';
import { splitTarget } from '../target.ts';
import type { WireRequest } from '../types.ts';
import { memberKey, structureFromQuery, type QueryDialect } from './query-decode.ts';
import { queryTree } from './query-tree.ts';

/** More than any AWS call carries; a bound against hash and sort work. */
const FIELDS_MAX = 20_000;

/** A call in AWS Query or EC2's dialect: a form, in the body or (presigned, curl) in the target. */
export async function queryCall(
  request: WireRequest,
  service: {
    operations: ReadonlyMap<string, OperationShape>;
    dialect: QueryDialect;
    xmlNamespace: string;
  },
): Promise<{ operation: string; input: Record<string, unknown> }> {
  const fields = await formFields(request);
  const action = fields.get('Action') ?? '';
  const operation = findOperation(action, fields.get('Version') ?? undefined, service);
  const tree = queryTree(fields);
  if (service.dialect === 'ec2Query') refuseUnknown(operation, tree.children.keys());
  return { operation: action, input: structureFromQuery(operation.input, tree, service.dialect) };
}

async function formFields(request: WireRequest): Promise<URLSearchParams> {
  const fields = new URLSearchParams(splitTarget(request.target).rawQuery);
  const body = (await collectBody(request.body)).toString('utf8');
  for (const [name, value] of new URLSearchParams(body)) fields.append(name, value);
  if (fields.size > FIELDS_MAX) throw new Malformed(`More than ${FIELDS_MAX} parameters`);
  return fields;
}

function findOperation(
  action: string,
  version: string | undefined,
  service: Parameters<typeof queryCall>[1],
): OperationShape {
  if (action === '')
    throw new AwsError({
      code: 'MissingAction',
      message: 'The request is missing an action or a required parameter',
    });
  const operation = service.operations.get(action);
  if (service.dialect === 'ec2Query') {
    if (operation !== undefined) return operation;
    throw new AwsError({
      code: 'InvalidAction',
      message: `The action ${action} is not valid for this web service.`,
    });
  }
  // Classic load balancers share a signing name with today's and are told apart by the version
  // alone.
  const ownVersion = /\d{4}-\d\d-\d\d/.exec(service.xmlNamespace)?.[0];
  const versionFits = version === undefined || ownVersion === undefined || version === ownVersion;
  if (operation !== undefined && versionFits) return operation;
  throw new AwsError({
    code: 'InvalidAction',
    message: `Could not find operation ${action} for version ${version ?? ownVersion ?? ''}`,
  });
}

const ENVELOPE = /^(Action|Version|AWSAccessKeyId|Signature.*|Timestamp|Expires|X-Amz-.*)$/i;

/** EC2 alone refuses what it does not know; AWS Query services ignore it. */
function refuseUnknown(operation: OperationShape, names: Iterable<string>): void {
  const known = new Set(
    operation.input.members.map(({ name, shape }) => memberKey(name, shape, 'ec2Query')),
  );
  for (const name of names)
    if (!known.has(name) && !ENVELOPE.test(name))
      throw new AwsError({
        code: 'UnknownParameter',
        message: `The parameter ${name} is not recognized`,
      });
}
