import {
  EXPLANATION_VERSION,
  UnderstudyError,
  type ExplainRequest,
  type ExplanationOf,
} from '@understudy/contract';
import { listed } from './listed.ts';
import type { ExplainSources } from './sources.ts';

type Question = Extract<ExplainRequest, { about: 'dns' }>;

/** Domains that AWS's own name servers answer for; the engine has no hosted zone of them. */
const AWS_OWN = /(?:^|\.)(?:amazonaws\.com|cloudfront\.net|acm-validations\.aws)$/;

export async function explainDns(
  { dataPlane, services }: ExplainSources,
  { name, type }: Question,
): Promise<ExplanationOf<'dns'>> {
  const asked = name.toLowerCase().replace(/\.$/, '');
  const zones = services.route53.hostedZones().map((zone) => zone.name.replace(/\.$/, ''));
  const isIn = (zone: string): boolean => asked === zone || asked.endsWith(`.${zone}`);
  if (!zones.some(isIn) && !AWS_OWN.test(asked)) throw unknownName(name, zones);
  const { because, ...answer } = await dataPlane.queryGlobal('explainDns', { name: asked, type });
  return {
    version: EXPLANATION_VERSION,
    about: 'dns',
    question: { name: asked, type },
    conclusion: conclusionOf({ name: asked, type }, answer),
    answer,
    because,
  };
}

function unknownName(name: string, zones: readonly string[]): UnderstudyError {
  return new UnderstudyError('SubjectUnknown', {
    message: `no hosted zone of this engine has the name '${name}'`,
    hint:
      zones.length === 0
        ? "there is no hosted zone yet: 'understudy up' makes the site's"
        : `ask for a name in ${listed(zones)}`,
  });
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
