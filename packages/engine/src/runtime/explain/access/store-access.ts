import { UnderstudyError, type RegionQueries } from '@understudy/contract';
import { askRegionIfRunning } from '../../../kernel/ask-region.ts';
import { near } from '../../../services/cloudformation/schema/suggest.ts';
import { listed } from '../listed.ts';
import type { ExplainSources } from '../sources.ts';
import { unknownBucket } from '../unknown-bucket.ts';
import type { AccessQuestion, AccessTold } from './told.ts';
import type { AskingPrincipal } from './principals.ts';

type Answer = RegionQueries['explainAccess']['output'];

/** What the S3 of the bucket's region says. */
export async function storeAccess(
  { dataPlane, regions }: Pick<ExplainSources, 'dataPlane' | 'regions'>,
  { action, resource, sourceIp, secure }: AccessQuestion,
  principal: AskingPrincipal,
): Promise<AccessTold> {
  const asked = { action, resource, principal, sourceIp, secure };
  const told = await Promise.all(
    regions.map(async (region) => ({
      region,
      answer: await askRegionIfRunning(dataPlane, region, 'explainAccess', asked),
    })),
  );
  for (const { region, answer } of told) {
    if (answer?.kind === 'explained')
      return { region, action: answer.action, access: answer.access, because: answer.because };
    if (answer !== undefined && answer.kind !== 'elsewhere') throw notAsked(answer, action);
  }
  const buckets = told.map(({ region, answer }) => ({
    region,
    answer: answer?.kind === 'elsewhere' ? answer : undefined,
  }));
  throw unknownBucket(/^arn:aws:s3:::([^/]*)/.exec(resource)?.[1] ?? resource, buckets);
}

function notAsked(
  answer: Extract<Answer, { kind: 'no-action' | 'no-match' }>,
  action: string,
): UnderstudyError {
  if (answer.kind === 'no-match')
    return new UnderstudyError('UsageInvalid', {
      message: `${action} is about ${ABOUT[answer.about].what}`,
      hint: `name ${ABOUT[answer.about].as}`,
    });
  const meant = near(action, answer.actions);
  return new UnderstudyError('SubjectUnknown', {
    message: `no operation of S3 here asks for '${action}'`,
    hint:
      meant.length === 0
        ? "'understudy explain replication' tells of what replication does"
        : `ask for ${listed(meant)}`,
  });
}

const ABOUT = {
  account: { what: 'the account or a bucket to be made', as: "it as '*' or s3://BUCKET" },
  bucket: { what: 'a bucket', as: 'it as s3://BUCKET' },
  object: { what: 'an object', as: 'it as s3://BUCKET/KEY' },
} as const;
