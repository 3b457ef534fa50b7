import {
  EXPLANATION_VERSION,
  Reasons,
  UnderstudyError,
  type ExplainRequest,
  type ExplanationOf,
} from '@understudy/contract';
import { askRegionIfRunning } from '../../kernel/ask-region.ts';
import type { ExplainSources } from './sources.ts';
import { unknownBucket } from './unknown-bucket.ts';

type Question = Extract<ExplainRequest, { about: 'replication' }>;
type Answer = ExplanationOf<'replication'>['answer'];

export async function explainReplication(
  sources: ExplainSources,
  { bucket, key }: Question,
): Promise<ExplanationOf<'replication'>> {
  const { dataPlane, regions } = sources;
  const told = await Promise.all(
    regions.map(async (region) => ({
      region,
      answer: await askRegionIfRunning(dataPlane, region, 'explainReplication', { bucket, key }),
    })),
  );
  const found = told.find(({ answer }) => answer?.found === true);
  if (found?.answer === undefined) throw unknownBucket(bucket, told);
  const { found: _, buckets: __, because, ...rest } = found.answer;
  if (rest.versions.length === 0) throw unknownKey(bucket, key);
  const reasons = new Reasons();
  reasons.adopt(because);
  tellEvents(sources, reasons, { bucket, key });
  const answer = { region: found.region, ...rest };
  return {
    version: EXPLANATION_VERSION,
    about: 'replication',
    question: { bucket, key },
    conclusion: conclusionOf({ bucket, key }, answer),
    answer,
    because: reasons.list,
  };
}

function unknownKey(bucket: string, key: string): UnderstudyError {
  return new UnderstudyError('SubjectUnknown', {
    message: `bucket ${bucket} has no object '${key}'`,
    hint: `'aws s3 ls s3://${bucket} --recursive' lists its objects`,
  });
}

/** What was told when it happened, as far back as events are kept. */
function tellEvents(
  { events }: Pick<ExplainSources, 'events'>,
  reasons: Reasons,
  { bucket, key }: { bucket: string; key: string },
): void {
  for (const { awsMs, body } of events.since(0)) {
    if (body.type !== 'replication' || body.key !== key || body.sourceBucket !== bucket) continue;
    const { versionId, destinationBucket, status, reason, lagMs } = body;
    const at = new Date(awsMs).toISOString();
    const seconds = Math.round(lagMs / 100) / 10;
    const why = reason === '' ? '' : ` (${reason})`;
    const says = `${at}, AWS time: ${versionId} to ${destinationBucket} ${status}${why}, ${seconds} s after it was written`;
    reasons.add('replication.event', says, {
      mark: status === 'COMPLETED' ? 'well' : 'ill',
      facts: { versionId, destination: destinationBucket, status, awsMs, lagMs },
    });
  }
}

function conclusionOf({ bucket, key }: { bucket: string; key: string }, answer: Answer): string {
  const [newest] = answer.versions;
  const states = Object.entries(newest?.destinations ?? {});
  const { pending, oldestSeconds } = answer.behind;
  const whole =
    oldestSeconds === null
      ? 'the bucket is not behind'
      : `the bucket is ${oldestSeconds} s behind (${pending} wait)`;
  const one =
    states.length > 0
      ? states.map(([destination, status]) => `${status} to ${destination}`).join(', ')
      : newest?.replica === true
        ? 'a replica itself'
        : 'not replicated: no rule had it';
  return `s3://${bucket}/${key} in ${answer.region}: ${one}; ${whole}`;
}
