import {
  EXPLANATION_VERSION,
  UnderstudyError,
  type ExplainRequest,
  type ExplanationOf,
} from '@understudy/contract';
import { askRegionIfRunning } from '../../kernel/ask-region.ts';
import { listed } from './listed.ts';
import type { ExplainSources } from './sources.ts';

type Question = Extract<ExplainRequest, { about: 'scaling' }>;
type Answer = ExplanationOf<'scaling'>['answer'];

export async function explainScaling(
  { dataPlane, regions, services }: ExplainSources,
  { group }: Question,
): Promise<ExplanationOf<'scaling'>> {
  const places = regions.flatMap((region) =>
    services.autoscaling.groups(region).map(({ name }) => ({ region, name })),
  );
  const place = places.find(({ name }) => name === group);
  if (place === undefined)
    throw new UnderstudyError('SubjectUnknown', {
      message: `there is no Auto Scaling group '${group}'`,
      hint:
        places.length === 0
          ? 'there is no group yet'
          : `ask for one of ${listed(places.map(({ name }) => name))}`,
    });
  const { region } = place;
  const told = await askRegionIfRunning(dataPlane, region, 'explainScaling', { groupName: group });
  if (told?.scaling == null)
    throw new UnderstudyError('RegionUnavailable', {
      message: `${group} is in ${region}, which does not answer: nobody there can say anything`,
      hint: `bring it back with 'understudy heal ${region}'`,
    });
  const answer = { region, ...told.scaling };
  return {
    version: EXPLANATION_VERSION,
    about: 'scaling',
    question: { group },
    conclusion: conclusionOf(group, answer),
    answer,
    because: told.because,
  };
}

function conclusionOf(group: string, answer: Answer): string {
  const { desiredCapacity, inService, pending, policies, region } = answer;
  const next = policies.filter(({ to, blocked }) => to !== desiredCapacity && blocked === null);
  const acting = next.filter(({ alarms }) => alarms.some(({ state }) => state === 'ALARM'));
  const will =
    pending.length > 0
      ? `and is to ${[...new Set(pending)].join(' and ')} now`
      : acting.length > 0
        ? `and goes to ${acting.map(({ to }) => to).join(' or ')} within a minute`
        : next.length > 0
          ? `and stays so until an alarm goes off (to ${next.map(({ to }) => to).join(' or ')})`
          : 'and no alarm could change that now';
  return `${group} in ${region} has ${inService} of ${desiredCapacity} in service, ${will}`;
}
