import type { AwsError } from '@understudy/wire';
import { bucketArn } from '../buckets/bucket-names.ts';
import { canonicalUserId, type Caller, type Core } from '../core.ts';
import { accessDenied } from '../errors.ts';
import { accessDeniedText } from './identity-policy.ts';
import { permissionsOf } from './permissions.ts';
import type { LookedAt } from './looked-at.ts';
import {
  decideRequest,
  isForOwnerOnly,
  type AccessQuestion,
  type PolicyDocument,
  type Principal,
  type Refusal,
  type RequestDecision,
} from './policy.ts';
import { parsePolicy } from './policy-parse.ts';
import { isPublicPolicy } from './public-policy.ts';
import { parseTaggingHeader } from '../objects/tags.ts';

/** Who asks, as far as a decision is about that. */
export type Asker = Omit<Caller, 'payload' | 'target'>;

/** Whether a caller may do `action` to a bucket of this region or an object in it. */
export function mayDo(core: Core, caller: Asker, request: Question): boolean {
  return denialOf(core, caller, request) === undefined;
}

/** AccessDenied, with the reason where S3 tells it; undefined for what may be done. */
export function denialOf(core: Core, caller: Asker, request: Question): AwsError | undefined {
  return decideFor(core, caller, request).denial;
}

/** The same, with what decided. */
export function decideFor(
  core: Core,
  caller: Asker,
  request: Question,
  lookedAt?: LookedAt[],
): { question: AccessQuestion; decision: RequestDecision; denial: AwsError | undefined } {
  const question = questionOf(core, caller, request);
  const decision = decideRequest(question, lookedAt);
  return { question, decision, denial: denialFor(question, decision.refusal) };
}

function denialFor(
  { principal, action, resource }: AccessQuestion,
  refusal: Refusal | undefined,
): AwsError | undefined {
  if (refusal === undefined) return undefined;
  if (refusal.kind === 'untold' || principal.kind !== 'account') return accessDenied();
  // S3 puts the resource into quotation marks, other services do not.
  return accessDenied(
    accessDeniedText(principal.arn, { action, resource: `"${resource}"` }, refusal),
  );
}

function questionOf(core: Core, caller: Asker, request: Question): AccessQuestion {
  const policy = readPolicy(core, request.bucket);
  // Without a configuration nothing is blocked.
  const blocks = core.metadata.buckets.document(request.bucket, 'publicAccessBlock');
  const { principal } = caller;
  const arn = bucketArn(request.bucket);
  return {
    principal,
    action: request.action,
    resource: request.arn ?? (request.key === undefined ? arn : `${arn}/${request.key}`),
    context: contextOf(core, caller, request),
    canonicalUserId:
      principal.kind === 'account' ? canonicalUserId(principal.accountId) : undefined,
    ownerAccount: core.account,
    policy,
    policyIsPublic: policy !== undefined && isPublicPolicy(policy),
    restrictPublicBuckets: blocks?.RestrictPublicBuckets === true,
    permissions: permissionsOf(principal),
  };
}

/** There is one account here: it alone has buckets to list and may make more. */
export function isOwnAccount({ account }: Core, principal: Principal): boolean {
  return principal.kind === 'account' && principal.accountId === account;
}

/** Whom a policy lets in to what the owner alone may do is told that the method is not allowed. */
export function isBarred(core: Core, principal: Principal, action: string): boolean {
  return isForOwnerOnly(action) && !isOwnAccount(core, principal);
}

/** A bucket's policy; it was checked when it was put. */
export function readPolicy(core: Core, bucket: string): PolicyDocument | undefined {
  const text = core.metadata.buckets.document(bucket, 'policy');
  return text === undefined ? undefined : parsePolicy(text, bucket);
}

interface Question {
  action: string;
  bucket: string;
  key?: string | undefined;
  /** What is asked about, where it is neither the bucket nor an object in it. */
  arn?: string | undefined;
  /** The operation's input, which some condition keys are about. */
  input: Readonly<Record<string, unknown>>;
}

/**
 * The condition keys that a request carries.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
function contextOf(core: Core, caller: Asker, request: Question): Map<string, string[]> {
  const { input } = request;
  const context = new Map<string, string[]>();
  const set = (key: string, value: unknown): void => {
    if (value !== undefined) context.set(key, [String(value)]);
  };
  const wallMs = core.clock.wallMs();
  set('aws:currenttime', new Date(wallMs).toISOString());
  set('aws:epochtime', Math.floor(wallMs / 1000));
  set('aws:securetransport', caller.secure);
  set('aws:sourceip', caller.sourceIp);
  const { principal } = caller;
  const calledVia = principal.kind === 'account' ? principal.calledVia : undefined;
  set('aws:viaawsservice', calledVia !== undefined);
  for (const key of ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast'])
    set(key, calledVia);
  set('aws:requestedregion', core.region);
  set('aws:useragent', caller.headers['user-agent']);
  set('aws:referer', caller.headers['referer']);
  set('aws:resourceaccount', core.account);
  set('s3:resourceaccount', core.account);
  set('s3:tlsversion', caller.tlsVersion);
  set('s3:prefix', input['Prefix']);
  set('s3:delimiter', input['Delimiter']);
  set('s3:max-keys', input['MaxKeys']);
  set('s3:versionid', input['VersionId']);
  set('s3:if-match', input['IfMatch']);
  set('s3:if-none-match', input['IfNoneMatch']);
  for (const name of HEADER_KEYS) set(`s3:${name}`, caller.headers[name]);
  setPrincipal(caller, set);
  setSignature(caller, wallMs, set);
  setExistingTags(core, request, set);
  const requested = request.key === undefined ? [] : requestedTags(input);
  const keys = requested.map((tag) => tag.Key);
  if (keys.length > 0) context.set('s3:requestobjecttagkeys', keys);
  for (const tag of requested) set(`s3:requestobjecttag/${tag.Key}`.toLowerCase(), tag.Value);
  return context;
}

const HEADER_KEYS = [
  'x-amz-acl',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
];

type Set = (key: string, value: unknown) => void;

function setPrincipal(caller: Asker, set: Set): void {
  const { principal } = caller;
  set('aws:principalisawsservice', principal.kind === 'service');
  if (principal.kind === 'anonymous') {
    set('aws:principaltype', 'Anonymous');
    return;
  }
  if (principal.kind === 'account') {
    set('aws:principalarn', principal.arn);
    set('aws:principalaccount', principal.accountId);
    set('aws:principaltype', principalType(principal.arn));
    set('aws:username', /:user\/(?:.*\/)?(.+)$/.exec(principal.arn)?.[1]);
    return;
  }
  set('aws:principalservicename', principal.service);
  set('aws:sourcearn', principal.sourceArn);
  set('aws:sourceaccount', principal.sourceAccount);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function principalType(arn: string): string {
  if (arn.includes(':assumed-role/')) return 'AssumedRole';
  return arn.endsWith(':root') ? 'Account' : 'User';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html */
function setSignature({ presigned, signedMs }: Asker, wallMs: number, set: Set): void {
  if (signedMs === undefined) return;
  set('s3:signatureversion', 'AWS4-HMAC-SHA256');
  set('s3:authtype', presigned ? 'REST-QUERY-STRING' : 'REST-HEADER');
  // "This condition works for: presigned URLs …, presigned POST"; in milliseconds.
  if (presigned) set('s3:signatureage', Math.max(0, wallMs - signedMs));
}

/**
 * "When granting permissions for the PUT Object and DELETE Object operations, this condition key is
 * not supported." https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
 */
const WITHOUT_EXISTING_TAGS = new Set([
  's3:PutObject',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
]);

function setExistingTags(core: Core, request: Question, set: Set): void {
  if (request.key === undefined || WITHOUT_EXISTING_TAGS.has(request.action)) return;
  const { versions } = core.metadata;
  const versionId = request.input['VersionId'];
  const version =
    typeof versionId === 'string'
      ? versions.get(request.bucket, request.key, versionId)
      : versions.latest(request.bucket, request.key);
  for (const tag of version?.tags ?? [])
    set(`s3:existingobjecttag/${tag.Key}`.toLowerCase(), tag.Value);
}

/** Those that the request brings, in `x-amz-tagging` or in its body. */
function requestedTags({ Tagging: tagging }: Question['input']): { Key: string; Value: string }[] {
  if (typeof tagging === 'string') return parseTaggingHeader(tagging);
  const { TagSet: tags = [] } = (tagging ?? {}) as { TagSet?: { Key?: string; Value?: string }[] };
  return tags.map(({ Key: key = '', Value: value = '' }) => ({ Key: key, Value: value }));
}
