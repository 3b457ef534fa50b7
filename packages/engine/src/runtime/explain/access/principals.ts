import { UnderstudyError, type SigningKey } from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import { askRegionIfRunning } from '../../../kernel/ask-region.ts';
import { ACCOUNT, ADMINISTRATOR_ARN } from '../../identity.ts';
import { listed } from '../listed.ts';
import type { ExplainSources } from '../sources.ts';

type Sources = Pick<ExplainSources, 'services' | 'regions' | 'dataPlane'>;
export type AskingPrincipal = SigningKey['principal'] | { kind: 'anonymous' };
type Account = Extract<AskingPrincipal, { kind: 'account' }>;

const ROLE = /^(?:arn:aws:iam::\d{12}:)?role\/(?:.*\/)?([^/]+)$/;
const USER = /^(?:arn:aws:iam::\d{12}:)?user\/(?:.*\/)?([^/]+)$/;
const SESSION = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/([^/]+)$/;
/** What a session is called that nobody has, of a role that is asked about. */
const SESSION_NAME = 'explain';

/**
 * Whom a word means: `administrator`, `anonymous`, an instance's id, a role, a user, a session, a
 * distribution or a service.
 * @throws UnderstudyError SubjectUnknown
 */
export async function requirePrincipal(sources: Sources, word: string): Promise<AskingPrincipal> {
  const { services } = sources;
  if (word === 'anonymous') return { kind: 'anonymous' };
  if (word === 'administrator' || word === ADMINISTRATOR_ARN) return accountOf(ADMINISTRATOR_ARN);
  if (/^i-[0-9a-f]+$/.test(word)) return withPolicies(sources, await sessionOf(sources, word));
  if (/\.amazonaws\.com$|^arn:aws:cloudfront:/.test(word)) return serviceNamed(sources, word);
  const [, account, roleName = '', session] = SESSION.exec(word) ?? [];
  if (account !== undefined) {
    const arn = sessionArn(roleName, session);
    if (arn === word && services.iam.role(roleName) !== undefined)
      return withPolicies(sources, arn);
    throw unknown(sources, word);
  }
  const role = services.iam.role(ROLE.exec(word)?.[1] ?? word);
  const userName = USER.exec(word)?.[1] ?? word;
  const user = services.iam.users().find(({ name }) => name === userName);
  if (role !== undefined && user !== undefined)
    throw new UnderstudyError('SubjectUnknown', {
      message: `'${word}' is a role and a user`,
      hint: `write role/${word} or user/${word}`,
    });
  if (role !== undefined && isMeant(word, role))
    return withPolicies(sources, sessionArn(role.name));
  if (user !== undefined && isMeant(word, user)) return withPolicies(sources, user.arn);
  throw unknown(sources, word);
}

/** An ARN must be the very one: another account, or another path, is somebody else. */
function isMeant(word: string, { arn }: { arn: string }): boolean {
  return !word.startsWith('arn:') || word === arn;
}

function accountOf(arn: string): Account {
  return { kind: 'account', accountId: ACCOUNT, arn };
}

function withPolicies({ services }: Sources, arn: string): Account {
  const policies = services.sts.policiesOf(arn);
  return { ...accountOf(arn), ...(policies && { policies }) };
}

function sessionArn(roleName: string, session = SESSION_NAME): string {
  return `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName}/${session}`;
}

/** Who an instance's program is: a session of its role that is called as the instance is. */
async function sessionOf(sources: Sources, id: string): Promise<string> {
  const { dataPlane, regions, services } = sources;
  const lists = await Promise.all(
    regions.map(async (region) => {
      const instances = await askRegionIfRunning(dataPlane, region, 'describeInstances', {});
      return instances?.map((instance) => ({ region, ...instance })) ?? [];
    }),
  );
  const instances = lists.flat().filter(({ lifecycleState }) => lifecycleState !== 'Terminated');
  const found = instances.find(({ instanceId }) => instanceId === id);
  if (found === undefined)
    throw new UnderstudyError('SubjectUnknown', {
      message: `no region that answers has an instance '${id}'`,
      hint:
        instances.length === 0
          ? 'there is no instance now'
          : `ask as one of ${listed(instances.map(({ instanceId }) => instanceId))}`,
    });
  const { region, launchTemplateId: LaunchTemplateId, launchTemplateVersion } = found;
  const launched = known(() =>
    services.ec2.launchSpecification(region, { LaunchTemplateId }, String(launchTemplateVersion)),
  );
  const named = launched?.instanceProfile;
  const profile = services.sts
    .instanceRoles()
    .profiles.find(({ arn, name }) =>
      named === undefined ? false : 'arn' in named ? named.arn === arn : named.name === name,
    );
  const roleName = profile?.roleArn?.replace(/^.*\//, '');
  if (roleName !== undefined) return sessionArn(roleName, id);
  throw new UnderstudyError('SubjectUnknown', {
    message: `instance ${id} has no role, and so no credentials`,
    hint: "its requests are those of 'anonymous', unless its program has a key of its own",
  });
}

/** Undefined where the template that it was launched from is gone. */
function known<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** CloudFront, for the one distribution that there is or that is named. */
function serviceNamed({ services }: Sources, word: string): AskingPrincipal {
  const principals = services.cloudfront
    .signingKeys()
    .flatMap(({ principal }) => (principal.kind === 'service' ? [principal] : []));
  const found = principals.filter(
    ({ service, sourceArn }) => service === word || sourceArn === word,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const arns = principals.map(({ sourceArn }) => sourceArn);
  throw new UnderstudyError('SubjectUnknown', {
    message:
      only === undefined
        ? `'${word}' asks no S3 here: of AWS's services CloudFront does, for a distribution`
        : `${word} asks for ${found.length} distributions`,
    hint: arns.length === 0 ? 'there is no distribution yet' : `ask as ${listed(arns)}`,
  });
}

function unknown({ services }: Sources, word: string): UnderstudyError {
  const { iam } = services;
  const names = [
    ...iam.roles().map(({ name }) => `role/${name}`),
    ...iam.users().map(({ name }) => `user/${name}`),
  ];
  return new UnderstudyError('SubjectUnknown', {
    message: `'${word}' is nobody here`,
    hint: `ask as ${listed(['administrator', 'anonymous', "an instance's id", ...names])}`,
  });
}
