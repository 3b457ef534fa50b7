import {
  EXPLANATION_VERSION,
  UnderstudyError,
  type AccessExplanation,
  type ExplanationOf,
  type Reason,
} from '@understudy/contract';
import type { ExplainSources } from '../sources.ts';
import { callAccess } from './call-access.ts';
import { requirePrincipal, type AskingPrincipal } from './principals.ts';
import { storeAccess } from './store-access.ts';
import type { AccessQuestion } from './told.ts';

export async function explainAccess(
  sources: Pick<ExplainSources, 'services' | 'regions' | 'dataPlane' | 'authorizer'>,
  question: AccessQuestion,
): Promise<ExplanationOf<'access'>> {
  const { about: _, ...asked } = question;
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(asked.action))
    throw new UnderstudyError('UsageInvalid', {
      message: `'${asked.action}' is not an action`,
      hint: 'write one as policies name it, without wildcards: s3:GetObject',
    });
  const principal = await requirePrincipal(sources, asked.as);
  const isS3 = asked.action.toLowerCase().startsWith('s3:');
  const told = isS3
    ? await storeAccess(sources, question, principal)
    : callAccess(sources, question, principal);
  const { action, region, access, because } = told;
  return {
    version: EXPLANATION_VERSION,
    about: 'access',
    question: { ...asked, action },
    conclusion: `${nameOf(principal)} may ${access.allowed ? '' : 'not '}${action} on ${asked.resource}: ${whyOf(access, because)}`,
    answer: { principal: namedInPolicies(principal), region, ...access },
    because,
  };
}

function nameOf(principal: AskingPrincipal): string {
  if (principal.kind === 'anonymous') return 'whoever does not sign';
  if (principal.kind === 'account') return principal.arn;
  return `${principal.service} for ${principal.sourceArn}`;
}

function namedInPolicies(principal: AskingPrincipal): string | null {
  if (principal.kind === 'anonymous') return null;
  return principal.kind === 'account' ? principal.arn : principal.service;
}

function whyOf(
  { decidedBy, statements, allowed }: AccessExplanation,
  because: readonly Reason[],
): string {
  const [first, ...rest] = statements;
  switch (decidedBy) {
    case 'statement': {
      if (first === undefined) return 'a statement decides';
      const sid = first.sid === null ? '' : ` '${first.sid}'`;
      const policy = first.policy === null ? '' : ` ${first.policy}`;
      const others = rest.length === 0 ? '' : `, and ${rest.length} more with it`;
      const does = allowed ? 'allows it' : 'denies it';
      return `statement ${first.statement}${sid} of the ${first.by}${policy} ${does}${others}`;
    }
    case 'no-statement':
      return because.find(({ kind }) => kind === 'access.rule')?.says ?? 'no statement allows it';
    case 'administrator':
      return 'the administrator may do everything';
    case 'root-user':
      return "it is the root user's, whatever the bucket's policy says";
    case 'public-access-block':
      return 'Block Public Access keeps the public out';
    case 'owner-only':
      return "it is the bucket's account's alone";
    case 'unasked':
      return 'no permission is needed';
    case 'unsigned':
      return 'the call needs a signature';
  }
}
