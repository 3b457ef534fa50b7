/**
 * What AWS charges for what stands there, in US dollars without taxes and free tiers, on demand.
 * Looked up in copies that others made of AWS's price list in 2026 and in bills of that year; a
 * price that none of them had is absent, and told as such. The pages that say them all:
 */
export const PRICE_PAGES = [
  'https://aws.amazon.com/ec2/pricing/on-demand/',
  'https://aws.amazon.com/ebs/pricing/',
  'https://aws.amazon.com/elasticloadbalancing/pricing/',
  'https://aws.amazon.com/vpc/pricing/',
  'https://aws.amazon.com/route53/pricing/',
  'https://aws.amazon.com/cloudwatch/pricing/',
] as const;

/** When the latest of them was read: what AWS has changed since, this table does not know. */
export const PRICES_OF = '2026-10-01';

/** "730 hours", which AWS's own calculator takes for a month. */
export const MONTH_HOURS = 730;

/** The same in every region that a site may use. */
export const EVERYWHERE = {
  publicAddressHour: 0.005,
  alarmMonth: 0.1,
  /** Of an account's first 25. */
  hostedZoneMonth: 0.5,
  /** An account's first 50 checks of what is AWS's own are free; each of these features is not. */
  healthCheckFeatureMonth: 1,
} as const;

export interface RegionPrices {
  natGatewayHour?: number;
  balancerHour?: number;
  /** Of gp3. */
  volumeGbMonth?: number;
  /** Linux. */
  instanceHour?: Readonly<Record<string, number>>;
}

export const REGION_PRICES: Readonly<Record<string, RegionPrices>> = {
  'us-east-1': {
    natGatewayHour: 0.045,
    balancerHour: 0.0225,
    volumeGbMonth: 0.08,
    instanceHour: {
      't4g.nano': 0.0042,
      't4g.micro': 0.0084,
      't4g.small': 0.0168,
      't4g.medium': 0.0336,
      't3.micro': 0.0104,
      't3.small': 0.0208,
      't3.medium': 0.0416,
      't3.large': 0.0832,
    },
  },
  'us-east-2': { natGatewayHour: 0.045, volumeGbMonth: 0.08 },
  'us-west-2': { natGatewayHour: 0.045 },
  'ca-central-1': { natGatewayHour: 0.05 },
  'sa-east-1': { natGatewayHour: 0.093 },
  'eu-west-1': { natGatewayHour: 0.048, balancerHour: 0.0252, volumeGbMonth: 0.088 },
  'eu-west-2': { natGatewayHour: 0.05 },
  'eu-west-3': { natGatewayHour: 0.05 },
  'eu-central-1': { natGatewayHour: 0.052, volumeGbMonth: 0.0952 },
  'eu-north-1': { natGatewayHour: 0.046 },
  'ap-south-1': { natGatewayHour: 0.056 },
  'ap-southeast-1': {
    natGatewayHour: 0.059,
    instanceHour: { 't3.small': 0.0264, 't3.medium': 0.0528 },
  },
  'ap-southeast-2': { natGatewayHour: 0.059 },
  'ap-northeast-1': {
    natGatewayHour: 0.062,
    volumeGbMonth: 0.096,
    instanceHour: { 't4g.small': 0.0216 },
  },
  'ap-northeast-2': {
    natGatewayHour: 0.059,
    balancerHour: 0.0225,
    volumeGbMonth: 0.0912,
    instanceHour: { 't4g.micro': 0.0104, 't4g.small': 0.0208, 't3.medium': 0.052 },
  },
};
