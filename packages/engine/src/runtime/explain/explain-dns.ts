import { EXPLANATION_VERSION, type ExplainRequest, type ExplanationOf } from '@understudy/contract';
import { requireName } from './known-names.ts';
import type { ExplainSources } from './sources.ts';

type Question = Extract<ExplainRequest, { about: 'dns' }>;

export async function explainDns(
  sources: ExplainSources,
  { name, type }: Question,
): Promise<ExplanationOf<'dns'>> {
  const asked = requireName(sources, name);
  const query = { name: asked, type };
  const { because, ...answer } = await sources.dataPlane.queryGlobal('explainDns', query);
  return {
    version: EXPLANATION_VERSION,
    about: 'dns',
    question: { name: asked, type },
    conclusion: conclusionOf({ name: asked, type }, answer),
    answer,
    because,
  };
}

function conclusionOf(
  { name, type }: { name: string; type: string },
  { responseCode, records, remembered }: ExplanationOf<'dns'>['answer'],
): string {
  const answered =
    records.length > 0
      ? `${name} ${type} is answered with ${records.join(', ')}`
      : responseCode === 'NXDOMAIN'
        ? `${name} does not exist`
        : responseCode === 'NOERROR'
          ? `${name} exists, and has no ${type} record`
          : `nobody answers for ${name} ${type} (${responseCode})`;
  if (remembered === null || isSame(records, remembered.records)) return answered;
  const told = remembered.records.join(', ') || remembered.responseCode;
  const forSeconds = Math.round(remembered.forSeconds);
  return `${answered}; clients of the resolver are told ${told} for another ${forSeconds} s`;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join() === [...right].sort().join();
}
