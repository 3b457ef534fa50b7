import { until } from '@understudy/contract/testing';
import { expect, it } from 'vitest';
import { InstanceRoles } from '../roles/instance-roles.ts';
import { FleetFixture, get } from './testing/fleet-rig.ts';

const account = '123456789012';
const arn = `arn:aws:iam::${account}:role/web`;
const profile = { arn: `arn:aws:iam::${account}:instance-profile/web`, name: 'web' };
const role = { arn, name: 'web', roleId: 'AROA1', trustsEc2: true, policies: { identity: [] } };

it('an instance finds AWS by its environment, and its role’s credentials by its metadata', async () => {
  const roles = new InstanceRoles(account, {
    ...{ secret: 's', roles: [role] },
    profiles: [{ ...profile, profileId: 'AIPA1', roleArn: arn }],
  });
  await using fixture = new FleetFixture({ block: 90, roles });
  fixture.config.aws = {
    endpoint: 'http://127.0.0.1:4599',
    s3Endpoint: 'https://127.20.0.1:8443',
    caFile: '/ca/root.pem',
  };
  await fixture.change({ launch: { ...fixture.group.launch, instanceProfile: { name: 'web' } } });
  const [instance] = await fixture.untilInService(1);
  const { body } = await get(instance?.loopbackAddress ?? '', '/environment');
  const environment = JSON.parse(body) as Record<string, string>;
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4599',
    AWS_ENDPOINT_URL_S3: 'https://127.20.0.1:8443',
    AWS_CA_BUNDLE: '/ca/root.pem',
    NODE_EXTRA_CA_CERTS: '/ca/root.pem',
  });
  const { hostname, port } = new URL(environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? '');
  const path = '/latest/meta-data/iam/security-credentials/web';
  const ask = (headers: Record<string, string>, at = path): ReturnType<typeof get> =>
    get(hostname, at, { port: Number(port), headers });
  expect((await ask({})).status).toBe(401);
  const token = await get(hostname, '/latest/api/token', {
    ...{ port: Number(port), method: 'PUT' },
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
  });
  const answer = await ask({ 'X-aws-ec2-metadata-token': token.body });
  const given = JSON.parse(answer.body) as Record<string, string>;
  const known = roles.find(given['AccessKeyId'] ?? '', given['Token']);
  expect(known).toMatchObject({
    secretAccessKey: given['SecretAccessKey'],
    principal: {
      arn: `arn:aws:sts::${account}:assumed-role/web/${instance?.instanceId ?? ''}`,
    },
  });
});

it('an instance with a profile that is not there is not launched', async () => {
  await using fixture = new FleetFixture({ block: 93 });
  await fixture.change({ launch: { ...fixture.group.launch, instanceProfile: { name: 'web' } } });
  const failed = await until(
    () => fixture.fleet.describeActivities({ groupName: 'web' }).find((each) => each.statusMessage),
    { withinMs: 10_000, what: 'a failed launch' },
  );
  expect(failed.statusMessage).toContain(
    'Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
  );
});
