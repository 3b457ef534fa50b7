import { DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { stackNames } from '@understudy/site';
import { inEachRegion, outputOf, type Check } from './check.ts';

/** Step 7: the AMI is available. */
export const imageCheck: Check = {
  step: 7,
  name: 'AMI',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    const results = [
      [site.primary, names.primary],
      [site.standby, names.standby],
    ].map(async ([region = '', stack = '']) => {
      const id = outputOf(context, stack, 'ImageId');
      const { Images: [image] = [] } = await context.clients
        .get(EC2Client, region)
        .send(new DescribeImagesCommand({ ImageIds: [id] }));
      return {
        region,
        ok: image?.State === 'available',
        evidence: `${id} ${image?.State ?? 'absent'}`,
      };
    });
    return inEachRegion(await Promise.all(results));
  },
};
