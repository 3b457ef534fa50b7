import { DescribeLaunchTemplateVersionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { outputOf, type Check } from '../check.ts';
import { checkRegions } from '../report/regions.ts';

/** Step 8: the launch template's newest version refers to the AMI. */
export const launchTemplateCheck: Check = {
  step: 8,
  name: 'Launch template',
  run: (context) =>
    checkRegions(context, async ({ region, stack }) => {
      const id = outputOf(context, stack, 'LaunchTemplateId');
      const { LaunchTemplateVersions: [version] = [] } = await context.clients
        .get(EC2Client, region)
        .send(
          new DescribeLaunchTemplateVersionsCommand({
            LaunchTemplateId: id,
            Versions: ['$Latest'],
          }),
        );
      const image = version?.LaunchTemplateData?.ImageId;
      return {
        ok: image === outputOf(context, stack, 'ImageId'),
        evidence: `${id} version ${version?.VersionNumber ?? '?'} launches ${image ?? 'nothing'}`,
      };
    }),
};
