import { UnderstudyError } from '@understudy/contract';
import { listed } from './listed.ts';

/** For a bucket that no region says it has, by what each answered: undefined where it is lost. */
export function unknownBucket(
  bucket: string,
  told: readonly { region: string; answer: { buckets: readonly string[] } | undefined }[],
): UnderstudyError {
  const lost = told.filter(({ answer }) => answer === undefined).map(({ region }) => region);
  const buckets = told.flatMap(({ answer }) => answer?.buckets ?? []);
  if (lost.length > 0)
    return new UnderstudyError('RegionUnavailable', {
      message: `no region that answers has a bucket '${bucket}'; ${listed(lost)} is lost`,
    });
  return new UnderstudyError('SubjectUnknown', {
    message: `there is no bucket '${bucket}'`,
    hint: buckets.length === 0 ? 'there is no bucket yet' : `ask for one of ${listed(buckets)}`,
  });
}
