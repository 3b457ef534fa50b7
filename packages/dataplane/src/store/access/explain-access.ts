import { Reasons, type RegionQueries } from '@understudy/contract';
import type { Core } from '../core.ts';
import { accessDenied, methodNotAllowed } from '../errors.ts';
import { NULL_VERSION } from '../model.ts';
import { OPERATIONS } from '../operations.ts';
import { bucketArn } from '../buckets/bucket-names.ts';
import { decideFor, isBarred, isOwnAccount, mayDo, type Asker } from './access.ts';
import type { KnownKeys } from './known-keys.ts';
import type { LookedAt } from './looked-at.ts';
import type { Principal } from './policy.ts';
import { tellDecision, tellPrincipal } from './tell-decision.ts';

type Asked = RegionQueries['explainAccess']['input'];
type Explained = RegionQueries['explainAccess']['output'];
type About = 'account' | 'bucket' | 'object';

/** What the store would say to a request, by the functions that answer requests. */
export function explainAccess(core: Core, keys: KnownKeys, asked: Asked): Explained {
  const known = ACTIONS.get(asked.action.toLowerCase());
  if (known === undefined) {
    const actions = [...ACTIONS.values()].map(({ action }) => action);
    return { kind: 'no-action', actions };
  }
  const { action, about } = known;
  const place = placeIn(asked.resource, about);
  if (place === undefined) return { kind: 'no-match', about };
  if (about !== 'account' && core.metadata.buckets.get(place.bucket) === undefined) {
    const buckets = core.metadata.buckets.list({ after: '', prefix: '' });
    return { kind: 'elsewhere', buckets: buckets.map(({ name }) => name) };
  }
  const reasons = new Reasons();
  const { principal, isKnown } = principalFor(keys, asked);
  tellPrincipal(reasons, principal, { isKnown });
  const caller = askerOf(core, principal, asked);
  const access = tellAccess(reasons, core, caller, { action, about, ...place });
  if (access.allowed && about === 'object')
    tellMissing(reasons, core, caller, { action, ...place });
  return { kind: 'explained', action, access, because: reasons.list };
}

/** By their names in lower case, which policies do not tell apart. */
const ACTIONS = askedActions();

/** What the operations ask for; a version and tags make them ask for more. */
function askedActions(): ReadonlyMap<string, { action: string; about: About }> {
  const inputs = [{}, { VersionId: NULL_VERSION }, { Tagging: '' }];
  return new Map(
    Object.values(OPERATIONS).flatMap((operation) =>
      operation.scope === 'service'
        ? [entryOf(operation.action, 'account')]
        : inputs.flatMap((input) =>
            operation.actions(input).map((action) => entryOf(action, operation.scope)),
          ),
    ),
  );
}

function entryOf(action: string, about: About): [string, { action: string; about: About }] {
  return [action.toLowerCase(), { action, about }];
}

interface Place {
  bucket: string;
  key?: string;
  arn?: string;
}

/** Undefined for what the action is not about. */
function placeIn(resource: string, about: About): Place | undefined {
  const [, bucket, key] = /^arn:aws:s3:::([^/]+)(?:\/(.+))?$/s.exec(resource) ?? [];
  if (about === 'account') {
    if (resource === '*') return { bucket: '', arn: bucketArn('*') };
    return bucket === undefined || key !== undefined ? undefined : { bucket: '', arn: resource };
  }
  if (bucket === undefined || (key === undefined) !== (about === 'bucket')) return undefined;
  return { bucket, ...(key === undefined ? {} : { key }) };
}

/** As the store's own document has them; else as IAM has who has no key that it knows of. */
function principalFor(
  keys: KnownKeys,
  { principal }: Asked,
): { principal: Principal; isKnown: boolean } {
  if (principal.kind !== 'account') return { principal, isKnown: true };
  const known = keys.principalNamed(principal.arn);
  return { principal: known ?? principal, isKnown: known !== undefined };
}

/** A request with nothing besides its signature. */
function askerOf(core: Core, principal: Principal, { sourceIp, secure }: Asked): Asker {
  return {
    ...{ principal, sourceIp, secure, presigned: false, headers: {} },
    signedMs: principal.kind === 'anonymous' ? undefined : core.clock.wallMs(),
    tlsVersion: secure ? '1.3' : undefined,
  };
}

function tellAccess(
  reasons: Reasons,
  core: Core,
  caller: Asker,
  asked: Place & { action: string; about: About },
): ReturnType<typeof tellDecision> {
  const { action, about } = asked;
  const { principal } = caller;
  const names = principal.kind === 'account' ? principal.policies?.names : undefined;
  const lookedAt: LookedAt[] = [];
  const told = { lookedAt, resource: `bucket ${asked.bucket}` };
  const ownerOnly = { ...told, by: 'owner-only', of: [], allowed: false } as const;
  if (about === 'account' && !isOwnAccount(core, principal))
    return tellDecision(reasons, { ...ownerOnly, error: accessDenied() });
  const { decision, denial, question } = decideFor(core, caller, { ...asked, input: {} }, lookedAt);
  if (about !== 'account') tellBucket(reasons, core, asked, question);
  if (denial === undefined && isBarred(core, principal, action))
    return tellDecision(reasons, { ...ownerOnly, error: methodNotAllowed() });
  const { by, of } = decision;
  const allowed = denial === undefined;
  return tellDecision(reasons, { ...told, by, of, allowed, names, error: denial });
}

function tellBucket(
  reasons: Reasons,
  core: Core,
  { bucket, action }: { bucket: string; action: string },
  { policy, policyIsPublic, restrictPublicBuckets }: ReturnType<typeof decideFor>['question'],
): void {
  if (policy === undefined)
    reasons.add('access.policy', `bucket ${bucket} has no policy`, {
      facts: { by: 'resource-based policy', policy: null },
    });
  const blocks = core.metadata.buckets.document(bucket, 'publicAccessBlock');
  const blocksPolicies = blocks?.BlockPublicPolicy === true;
  const is =
    policy === undefined ? '' : `, and its policy is ${policyIsPublic ? '' : 'not '}public`;
  const state = restrictPublicBuckets ? 'on' : 'off';
  const put =
    action === 's3:PutBucketPolicy' && blocksPolicies
      ? '; BlockPublicPolicy is on: a public policy is refused, whoever puts it'
      : '';
  reasons.add(
    'access.public-access-block',
    `RestrictPublicBuckets of bucket ${bucket} is ${state}${is}${put}`,
    { facts: { restrictPublicBuckets, blockPublicPolicy: blocksPolicies, policyIsPublic } },
  );
}

/** Who may read an object that is not there hears so only where they may list. */
function tellMissing(
  reasons: Reasons,
  core: Core,
  caller: Asker,
  { action, bucket, key = '' }: Place & { action: string },
): void {
  if (action !== 's3:GetObject') return;
  const newest = core.metadata.versions.latest(bucket, key);
  if (newest?.deleteMarker === false) return;
  const mayList = mayDo(core, caller, { action: 's3:ListBucket', bucket, input: {} });
  const says = mayList
    ? 'there is no such object: they may list the bucket, and hear NoSuchKey'
    : 'there is no such object: without s3:ListBucket on the bucket they hear AccessDenied';
  reasons.add('access.object', says, { mark: 'ill', facts: { mayList } });
}
