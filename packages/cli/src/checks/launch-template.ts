import { DescribeLaunchTemplateVersionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { stackNames } from '@understudy/site';
import { inEachRegion, outputOf, type Check } from './check.ts';

/** Step 8: the launch template's newest version refers to the AMI. */
export const launchTemplateCheck: Check = {
  step: 8,
  name: 'Launch template',
  async run(context) {
    const { site } = context.session;
    const names = stackNames(site);
    const results = [
      [site.primary, names.primary],
      [site.standby, names.standby],
    ].map(async ([region = '', stack = '']) => {
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
        region,
        ok: image === outputOf(context, stack, 'ImageId'),
        evidence: `${id} version ${version?.VersionNumber ?? '?'} launches ${image ?? 'nothing'}`,
      };
    });
    return inEachRegion(await Promise.all(results));
  },
};
