import { EC2Client, CreateVpcCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { startEndpoint } from './endpoint.fixture.ts';
import { regionRefusal } from './region-refusal.ts';

const REGIONS = ['ap-northeast-2', 'eu-west-1'];
const refused = (signingName: string, region: string, operation = 'Any'): string | undefined =>
  regionRefusal(REGIONS, { signingName, region, operation })?.code;

it('a region that does not run is refused by every service that would keep something there', () => {
  for (const service of ['ec2', 'elasticloadbalancing', 'cloudformation', 'ssm', 'monitoring'])
    expect([service, refused(service, 'eu-west-3')]).toEqual([service, 'OptInRequired']);
  expect(
    regionRefusal(REGIONS, { signingName: 'ec2', region: 'eu-west-3', operation: 'Any' }),
  ).toMatchObject({
    message: 'This engine does not run the region eu-west-3: it runs ap-northeast-2, eu-west-1',
    status: 403,
  });
  for (const service of ['iam', 'route53', 'sts', 'cloudfront'])
    expect([service, refused(service, 'eu-west-3')]).toEqual([service, undefined]);
  expect(refused('ec2', 'eu-west-1')).toBeUndefined();
  expect(refused('ec2', 'eu-west-3', 'DescribeRegions')).toBeUndefined();
});

it('us-east-1 has what is global, run or not', () => {
  for (const service of ['acm', 'cloudformation', 'monitoring', 'ssm'])
    expect([service, refused(service, 'us-east-1')]).toEqual([service, undefined]);
  expect(refused('ec2', 'us-east-1')).toBe('OptInRequired');
});

it('a region that AWS has not is refused in the words of each protocol', async () => {
  await using endpoint = await startEndpoint({
    regionRefusal: (call) => regionRefusal(REGIONS, call),
  });
  const config = { ...endpoint.config, region: 'xx-nowhere-9' };
  const vpc = new EC2Client(config).send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  await expect(vpc).rejects.toMatchObject({ name: 'AuthFailure' });
  const regions = new EC2Client(config).send(new DescribeRegionsCommand());
  await expect(regions).rejects.toMatchObject({ name: 'AuthFailure' });
  const parameter = new SSMClient(config).send(new GetParameterCommand({ Name: 'a' }));
  await expect(parameter).rejects.toMatchObject({
    name: 'InvalidSignatureException',
    message: "Credential should be scoped to a valid region, not 'xx-nowhere-9'.",
  });
  const zones = new Route53Client(config).send(new ListHostedZonesCommand());
  await expect(zones).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  const missing = new SSMClient({ ...config, region: 'eu-west-3' });
  await expect(missing.send(new GetParameterCommand({ Name: 'a' }))).rejects.toMatchObject({
    name: 'OptInRequired',
  });
});
