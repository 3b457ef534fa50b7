import { S3Client } from '@aws-sdk/client-s3';
import { fetchAsVisitor } from '../../probe/fetch.ts';
import { notUsed, outputOf, type Check } from '../check.ts';
import { checkRegions } from '../report/regions.ts';
import { firstKey } from './static-files.ts';

/** Each bucket has the files, and serves nobody but the distribution. */
export const bucketsCheck: Check = {
  step: 4,
  name: 'S3 and CloudFront',
  run: (context) =>
    checkRegions(context, async ({ region, stack }) => {
      const bucket = outputOf(context, stack, 'AssetBucket');
      const key = await firstKey(context.clients.get(S3Client, region), bucket);
      if (key === undefined) return { ok: false, evidence: `${bucket} is empty` };
      const { info, site } = context.session;
      const path = encodeURI(key);
      const [own, shown] = await Promise.all([
        fetchAsVisitor(info, `https://${bucket}.s3.${region}.amazonaws.com/${path}`),
        fetchAsVisitor(info, `https://${site.domain}/${path}`),
      ]);
      return {
        ok: own.status === 403 && shown.status === 200,
        evidence: `${key} ${shown.status}, bucket itself ${own.status}`,
      };
    }),
};

/** What a site of static files does without. */
export function withoutWeb({ step, name }: Check): Check {
  return { step, name, run: () => Promise.resolve(notUsed('the site has no web servers')) };
}
