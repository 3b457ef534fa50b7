import type { Distribution, Reasons } from '@understudy/contract';
import type { ViewerAnswer } from './answer.ts';
import type { ViewerVerdict } from './choose-behavior.ts';
import type { Question } from './question.ts';

/** How the edge puts into words what it decided on a request. */

export function tellRouted(
  reasons: Reasons,
  found: { host: string; path: string; distribution: Distribution; behavior: Question['behavior'] },
): void {
  const { host, path, distribution, behavior } = found;
  const by = distribution.aliases.includes(host)
    ? 'which has it as an alternate domain name'
    : `by a wildcard or its own name ${distribution.domainName}`;
  reasons.add('edge.distribution', `${host} belongs to distribution ${distribution.id}, ${by}`, {
    mark: 'chosen',
    facts: { distributionId: distribution.id, host },
  });
  for (const one of distribution.behaviors) {
    const isChosen = one === behavior;
    const pattern = one.pathPattern ?? '*';
    reasons.add(
      'edge.behavior',
      `behavior '${pattern}' ${isChosen ? 'has' : 'does not have'} the path ${path}`,
      {
        mark: isChosen ? 'chosen' : 'passed-over',
        facts: { pathPattern: pattern, chosen: isChosen },
      },
    );
    if (isChosen) return;
  }
  const what = distribution.behaviors.length === 0 ? 'there is no other' : 'no other has the path';
  reasons.add('edge.behavior', `the default behavior answers: ${what}`, {
    mark: 'chosen',
    facts: { pathPattern: 'default', chosen: true },
  });
}

export function tellVerdict(reasons: Reasons, verdict: ViewerVerdict): void {
  if (verdict.kind === 'serve') return;
  const says =
    verdict.kind === 'redirect'
      ? `its viewer protocol policy sends plain HTTP to ${verdict.location} (${verdict.status})`
      : `refused with ${verdict.status}: ${verdict.reason}`;
  reasons.add('edge.verdict', says, { mark: 'ill', facts: { status: verdict.status } });
}

export function tellAnswer(reasons: Reasons, { status, result }: ViewerAnswer, code: string): void {
  const says = `edge location ${code} answers ${status}, '${result} from cloudfront'`;
  reasons.add('edge.answer', says, { facts: { location: code, status, result } });
}
