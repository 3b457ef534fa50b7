import { DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { outputOf, type Check } from '../check.ts';
import { checkRegions } from '../report/regions.ts';

/** Step 7: the AMI is available. */
export const imageCheck: Check = {
  step: 7,
  name: 'AMI',
  run: (context) =>
    checkRegions(context, async ({ region, stack }) => {
      const id = outputOf(context, stack, 'ImageId');
      const command = new DescribeImagesCommand({ ImageIds: [id] });
      const { Images: [image] = [] } = await context.clients.get(EC2Client, region).send(command);
      return { ok: image?.State === 'available', evidence: `${id} ${image?.State ?? 'absent'}` };
    }),
};
