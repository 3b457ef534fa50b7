/**
 * Addresses of EC2 in its regions, as AWS publishes them in ip-ranges.json: one large block each of
 * those that have had the same for years, not all of them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
export const REGION_BLOCKS: Readonly<Record<string, readonly [string, number]>> = {
  'us-east-1': ['52.4.0.0', 14],
  'us-west-2': ['54.148.0.0', 15],
  'ca-central-1': ['35.182.0.0', 15],
  'sa-east-1': ['18.228.0.0', 16],
  'eu-west-1': ['18.200.0.0', 16],
  'eu-west-2': ['18.130.0.0', 16],
  'eu-west-3': ['35.180.0.0', 16],
  'eu-central-1': ['3.120.0.0', 14],
  'me-south-1': ['15.185.0.0', 16],
  'ap-south-1': ['13.232.0.0', 14],
  'ap-southeast-1': ['13.228.0.0', 15],
  'ap-southeast-2': ['13.236.0.0', 14],
  'ap-east-1': ['18.162.0.0', 16],
  'ap-northeast-1': ['54.248.0.0', 15],
  'ap-northeast-2': ['13.124.0.0', 16],
};
