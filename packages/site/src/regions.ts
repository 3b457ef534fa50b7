/**
 * Regions that a site may use, each with the two of its availability zones that the site gets, by
 * their places in `Fn::GetAZs`: names of zones are an account's own. They are ones that offer
 * current burstable instance types where names and zones go together; Seoul's second and fourth and
 * São Paulo's second do not offer them all. A further one goes to the end: networks are numbered by
 * their places here.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
 */
export const REGIONS: Readonly<Record<string, readonly [number, number]>> = {
  'us-east-1': [0, 1],
  'us-east-2': [0, 1],
  'us-west-2': [0, 1],
  'ca-central-1': [0, 1],
  'sa-east-1': [0, 2],
  'eu-west-1': [0, 1],
  'eu-west-2': [0, 1],
  'eu-west-3': [0, 1],
  'eu-central-1': [0, 1],
  'eu-north-1': [0, 1],
  'ap-south-1': [0, 1],
  'ap-southeast-1': [0, 1],
  'ap-southeast-2': [0, 1],
  'ap-northeast-1': [0, 1],
  'ap-northeast-2': [0, 2],
};
