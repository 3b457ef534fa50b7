import { errorText, type Distribution, type Origin, type Reasons } from '@understudy/contract';
import type { Trace } from '../../net/traces.ts';
import type { Question } from '../question.ts';

/** How the edge puts into words which origin it asked, and what came of it. */

/** Returns where its attempts go. */
export function tellOrigin(
  { distribution, behavior }: Question,
  { reasons }: Trace,
  origin: Origin,
): Reasons {
  const group = distribution.originGroups.find((one) => one.id === behavior.targetOriginId);
  const role =
    group === undefined
      ? 'the only origin of the behavior'
      : origin.id === group.primaryOriginId
        ? `the primary of origin group ${group.id}, which is tried first each time`
        : `the secondary of origin group ${group.id}`;
  return reasons.add('edge.origin', `origin ${origin.domainName} is asked: ${role}`, {
    mark: 'chosen',
    facts: { originId: origin.id, domainName: origin.domainName },
  });
}

export function tellFailover(
  { trace }: Question,
  group: Distribution['originGroups'][number],
  status: number,
): void {
  const says = `${status} is a failure to origin group ${group.id}: its secondary is asked`;
  trace?.reasons.add('edge.origin', says, { mark: 'ill', facts: { status } });
}

export function tellAttempt(
  reasons: Reasons,
  went: { attempt: number; of: number; address?: string } & (
    { answer: { status: number } } | { error: unknown }
  ),
): void {
  const { attempt, of, address } = went;
  const title = `attempt ${attempt} of ${of}${address === undefined ? '' : ` at ${address}`}`;
  const facts = { attempt, address: address ?? null };
  if ('error' in went) {
    const says = `${title}: ${errorText(went.error)}`;
    reasons.add('edge.attempt', says, { mark: 'ill', facts });
    return;
  }
  const { status } = went.answer;
  reasons.add('edge.attempt', `${title}: it answers ${status}`, {
    mark: status < 400 ? 'well' : 'ill',
    facts: { ...facts, status },
  });
}
