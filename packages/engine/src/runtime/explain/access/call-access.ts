import { matchesWildcard, Reasons, UnderstudyError } from '@understudy/contract';
import {
  tellDecision,
  tellPrincipal,
  type DecisionToTell,
  type LookedAt,
} from '@understudy/dataplane';
import { actionsAboutResources } from '../../../authorization/action-table.ts';
import { actionNameOf, isUnasked, prefixOf } from '../../../authorization/actions.ts';
import { PLACEHOLDER, typesOf } from '../../../authorization/resources.ts';
import { missingAuthenticationToken } from '../../../endpoint/aws-calls.ts';
import type { Service } from '../../../kernel/service.ts';
import { near } from '../../../services/cloudformation/schema/suggest.ts';
import { ACCOUNT } from '../../identity.ts';
import { listed } from '../listed.ts';
import type { ExplainSources } from '../sources.ts';
import type { AccessQuestion, AccessTold } from './told.ts';
import type { AskingPrincipal } from './principals.ts';

type Sources = Pick<ExplainSources, 'services' | 'regions' | 'authorizer'>;

type Told = Omit<DecisionToTell, 'allowed'>;

/** What the endpoint says to a call that asks for the action about the resource. */
export function callAccess(
  sources: Sources,
  question: AccessQuestion,
  principal: AskingPrincipal,
): AccessTold {
  const { service, prefix, name, isOperation } = requireAction(sources, question.action);
  const action = `${prefix}:${name}`;
  const { resource } = question;
  requireResource(prefix, name, resource);
  const region = resource.split(':')[3] || (sources.regions[0] ?? 'us-east-1');
  const reasons = new Reasons();
  const tell = (decision: Told): AccessTold => {
    const allowed = decision.error === undefined;
    const access = tellDecision(reasons, { ...decision, allowed });
    return { region, action, access, because: reasons.list };
  };
  tellPrincipal(reasons, principal, { isKnown: true });
  if (!isOperation)
    reasons.add(
      'access.asked',
      `no operation here is called ${name}: policies are asked all the same`,
    );
  if (resource !== '*' && resource.includes('*'))
    reasons.add(
      'access.asked',
      'the * in the resource stands for itself: a statement about one resource alone does not fit',
    );
  const isAssumption = action === 'sts:AssumeRole';
  const none = { of: [], lookedAt: [] } as const;
  const isLink = service.unsigned !== undefined && Object.hasOwn(service.unsigned, name);
  if (principal.kind === 'anonymous' && !isLink)
    return tell({ ...none, by: 'unsigned', error: missingAuthenticationToken() });
  if (principal.kind === 'anonymous' || (isUnasked(action) && !isAssumption))
    return tell({ ...none, by: 'unasked', error: undefined });
  if (principal.kind === 'service')
    throw new UnderstudyError('UsageInvalid', {
      message: `${principal.service} asks S3 only, and not for ${action}`,
      hint: 'ask as a user, a role or an instance',
    });
  if (isAssumption) return tell(assumption(sources, principal, resource));
  const caller = { account: ACCOUNT, region, requestId: '', principalArn: principal.arn };
  const lookedAt: LookedAt[] = [];
  const { traits } = service;
  const decision = sources.authorizer.explain({ traits, caller }, { action, resource }, lookedAt);
  return tell({ ...decision, lookedAt, names: principal.policies?.names });
}

/** Its role's trust policy is asked too, and by AssumeRole itself. */
function assumption(
  { services }: Sources,
  { arn, policies }: Extract<AskingPrincipal, { kind: 'account' }>,
  roleArn: string,
): Told {
  const lookedAt: LookedAt[] = [];
  const decision = services.sts.explainAssumption(arn, roleArn, lookedAt);
  if (decision === undefined)
    throw new UnderstudyError('SubjectUnknown', {
      message: `there is no role '${roleArn}'`,
      hint: `ask for one of ${listed(services.iam.roles().map((role) => role.arn))}`,
    });
  const resource = `role ${roleArn.slice(roleArn.lastIndexOf('/') + 1)}`;
  return { ...decision, lookedAt, resource, names: policies?.names };
}

/** The action as AWS writes it, with the service that it is of. */
function requireAction(
  { services }: Sources,
  asked: string,
): { service: Service; prefix: string; name: string; isOperation: boolean } {
  const [prefix = '', name = ''] = asked.split(':');
  const all: Service[] = Object.values(services);
  const service = all.find(({ traits }) => prefixOf(traits.signingName) === prefix.toLowerCase());
  if (service === undefined)
    throw new UnderstudyError('SubjectUnknown', {
      message: `no service here is asked for '${asked}'`,
      hint: `there are ${all
        .map(({ traits }) => prefixOf(traits.signingName))
        .sort()
        .join(', ')}`,
    });
  const known = prefixOf(service.traits.signingName);
  const operations = Object.keys(service.operations).map((each) => actionNameOf(known, each));
  const names = [...new Set([...operations, ...actionsAboutResources(known)])];
  const found = names.find((each) => each.toLowerCase() === name.toLowerCase());
  if (found !== undefined)
    return { service, prefix: known, name: found, isOperation: operations.includes(found) };
  const meant = near(name, names);
  throw new UnderstudyError('SubjectUnknown', {
    message: `${known} has no action '${name}' here`,
    hint:
      meant.length === 0
        ? `ask for one such as ${known}:${names[0] ?? '…'}`
        : `ask for ${listed(meant)}`,
  });
}

/** An ARN of a type that the action is about, as the endpoint would ask about it. */
function requireResource(service: string, name: string, resource: string): void {
  const types = typesOf(service, name);
  const isAny = types.every(({ isRequired }) => !isRequired);
  if (resource === '*' && isAny) return;
  const fits = types.some(({ arn }) => matchesWildcard(arn.replaceAll(PLACEHOLDER, '*'), resource));
  if (fits) return;
  const shapes = types.map(({ arn }) =>
    arn.replaceAll(PLACEHOLDER, (_, word: string) => word.toUpperCase()),
  );
  throw new UnderstudyError('UsageInvalid', {
    message: `${service}:${name} is not about '${resource}'`,
    hint:
      types.length === 0
        ? "it is about no resource in particular: write '*'"
        : `write ${listed([...shapes, ...(isAny ? ["'*'"] : [])])}`,
  });
}
