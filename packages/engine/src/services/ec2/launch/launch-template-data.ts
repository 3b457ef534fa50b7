import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { fail } from '../../../kernel/fail.ts';
import { checkIds } from '../check-ids.ts';

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html: 16 KB before it is encoded.
 */
const USER_DATA_BYTES_MAX = 16_384;

/** Members without which an instance here would be another than the one described. */
const REFUSED: Readonly<Partial<Record<keyof RequestLaunchTemplateData, string>>> = {
  InstanceRequirements: 'instances are of the one type that InstanceType names',
  SecurityGroups: 'groups of a VPC are named by SecurityGroupIds',
  InstanceMarketOptions: 'there is no spot market',
};

/**
 * Refuses what could not be launched. What only AWS could do with the rest (volumes, keys, CPUs) is
 * kept as a record.
 */
export function checkLaunchTemplateData(data: RequestLaunchTemplateData): void {
  for (const [name, reason] of Object.entries(REFUSED)) {
    const value: unknown = data[name as keyof RequestLaunchTemplateData];
    const given = Array.isArray(value) ? value.length > 0 : value !== undefined;
    if (given)
      fail(
        'UnsupportedOperation',
        `LaunchTemplateData.${name} is not supported by this engine: ${reason}.`,
      );
  }
  if (data.ImageId !== undefined) checkImageId(data.ImageId);
  if (data.UserData !== undefined) checkUserData(data.UserData);
  const interfaces = data.NetworkInterfaces ?? [];
  if (interfaces.length > 1)
    fail('UnsupportedOperation', 'Instances have one network interface in this engine.');
  if (interfaces.length > 0 && (data.SecurityGroupIds ?? []).length > 0)
    fail(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level security groups may not be specified on the same request',
    );
  const [first] = interfaces;
  if (first?.SubnetId !== undefined || first?.NetworkInterfaceId !== undefined)
    fail(
      'UnsupportedOperation',
      'A network interface of a launch template cannot name its subnet or an existing interface in this engine.',
    );
}

export function securityGroupIdsOf(data: RequestLaunchTemplateData): string[] {
  return data.SecurityGroupIds ?? data.NetworkInterfaces?.[0]?.Groups ?? [];
}

/** Decoded text. */
export function userDataOf(data: RequestLaunchTemplateData): string {
  return Buffer.from(data.UserData ?? '', 'base64').toString('utf8');
}

export function instanceTagsOf(data: RequestLaunchTemplateData): { key: string; value: string }[] {
  return (data.TagSpecifications ?? [])
    .filter(({ ResourceType: type }) => type === 'instance')
    .flatMap(({ Tags: tags }) => tags ?? [])
    .map((tag) => ({ key: tag.Key ?? '', value: tag.Value ?? '' }));
}

function checkImageId(imageId: string): void {
  if (imageId.startsWith('resolve:ssm:'))
    fail(
      'UnsupportedOperation',
      `The image '${imageId}' names a Systems Manager parameter; this engine wants an AMI ID.`,
    );
  // A template takes what looks like an id; whether there is such an image the launch finds out.
  if (!/^ami-[0-9a-f]+$/.test(imageId)) checkIds({ ImageId: imageId });
}

function checkUserData(userData: string): void {
  const compact = userData.replace(/\s/g, '');
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0;
  if (!isBase64) fail('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
  if (Buffer.from(compact, 'base64').length > USER_DATA_BYTES_MAX)
    fail('InvalidParameterValue', `User data is limited to ${USER_DATA_BYTES_MAX} bytes`);
}
