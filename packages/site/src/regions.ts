/**
 * Regions that a site may use, each with the two availability zones that it gets there. The zones
 * are ones that offer current burstable instance types; Seoul's b and d do not offer them all.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
export const REGIONS: Readonly<Record<string, readonly [string, string]>> = {
  'us-east-1': ['us-east-1a', 'us-east-1b'],
  'us-east-2': ['us-east-2a', 'us-east-2b'],
  'us-west-2': ['us-west-2a', 'us-west-2b'],
  'ca-central-1': ['ca-central-1a', 'ca-central-1b'],
  'sa-east-1': ['sa-east-1a', 'sa-east-1c'],
  'eu-west-1': ['eu-west-1a', 'eu-west-1b'],
  'eu-west-2': ['eu-west-2a', 'eu-west-2b'],
  'eu-west-3': ['eu-west-3a', 'eu-west-3b'],
  'eu-central-1': ['eu-central-1a', 'eu-central-1b'],
  'eu-north-1': ['eu-north-1a', 'eu-north-1b'],
  'ap-south-1': ['ap-south-1a', 'ap-south-1b'],
  'ap-southeast-1': ['ap-southeast-1a', 'ap-southeast-1b'],
  'ap-southeast-2': ['ap-southeast-2a', 'ap-southeast-2b'],
  'ap-northeast-1': ['ap-northeast-1a', 'ap-northeast-1c'],
  'ap-northeast-2': ['ap-northeast-2a', 'ap-northeast-2c'],
};

export function zonesOf(region: string): string[] {
  return [...(REGIONS[region] ?? [])];
}
