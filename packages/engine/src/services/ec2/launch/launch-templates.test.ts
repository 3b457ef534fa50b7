import { beforeEach, describe, expect, it } from 'vitest';
import { codeAndMessage } from '../../../kernel/error.fixture.ts';
import { testDeps, testRequest } from '../../../kernel/kernel.fixture.ts';
import { Ec2Service } from '../ec2-service.ts';

const request = testRequest('us-east-1');
const IMAGE = 'ami-0123456789abcdef0';

describe('launch templates', () => {
  let ec2: Ec2Service;
  let id: string;

  beforeEach(() => {
    ec2 = new Ec2Service(testDeps());
    const { LaunchTemplate: made } = ec2.operations.CreateLaunchTemplate(request, {
      LaunchTemplateName: 'web',
      LaunchTemplateData: {
        ImageId: IMAGE,
        InstanceType: 't4g.micro',
        SecurityGroupIds: ['sg-1'],
        UserData: Buffer.from('SITE_DOMAIN=ticketing.pw\n').toString('base64'),
        MetadataOptions: { HttpTokens: 'required' },
        TagSpecifications: [
          { ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] },
          { ResourceType: 'volume', Tags: [{ Key: 'Name', Value: 'disk' }] },
        ],
      },
    });
    id = made?.LaunchTemplateId ?? '';
  });

  function launch(version: string): ReturnType<Ec2Service['launchSpecification']> {
    return ec2.launchSpecification('us-east-1', { LaunchTemplateId: id }, version);
  }

  it('say what an instance is, with user data decoded and the tags of instances', () => {
    expect(launch('1')).toEqual({
      launchTemplateId: id,
      launchTemplateVersion: 1,
      imageId: IMAGE,
      instanceType: 't4g.micro',
      securityGroupIds: ['sg-1'],
      userData: 'SITE_DOMAIN=ticketing.pw\n',
      httpTokens: 'required',
      tags: [{ key: 'Name', value: 'web' }],
    });
  });

  it('take an AMI id of any length', () => {
    ec2.operations.CreateLaunchTemplateVersion(request, {
      LaunchTemplateId: id,
      LaunchTemplateData: { ImageId: 'ami-abc123' },
    });
    expect(launch('$Latest').imageId).toBe('ami-abc123');
  });

  it('name the profile whose role their instances act as', () => {
    const named = (IamInstanceProfile: { Name?: string; Arn?: string }): unknown => {
      ec2.operations.CreateLaunchTemplateVersion(request, {
        LaunchTemplateId: id,
        LaunchTemplateData: { IamInstanceProfile },
      });
      return launch('$Latest').instanceProfile;
    };
    expect(named({ Name: 'web' })).toEqual({ name: 'web' });
    expect(named({ Arn: 'arn:a' })).toEqual({ arn: 'arn:a' });
  });

  it('resolve $Latest and $Default, which only ModifyLaunchTemplate moves', () => {
    ec2.operations.CreateLaunchTemplateVersion(request, {
      LaunchTemplateId: id,
      SourceVersion: '$Latest',
      LaunchTemplateData: { InstanceType: 't4g.small' },
    });
    expect(launch('$Latest')).toMatchObject({
      launchTemplateVersion: 2,
      instanceType: 't4g.small',
      imageId: IMAGE,
    });
    expect(launch('$Default').launchTemplateVersion).toBe(1);
    ec2.operations.ModifyLaunchTemplate(request, { LaunchTemplateId: id, DefaultVersion: '2' });
    expect(launch('$Default').launchTemplateVersion).toBe(2);
    expect(codeAndMessage(() => launch('3')).code).toBe('InvalidLaunchTemplateId.VersionNotFound');
  });

  it('may name an image that nobody knows, which then boots the built-in responder', () => {
    expect(ec2.images('us-east-1')).toEqual([{ imageId: IMAGE, name: IMAGE }]);
  });

  it('lead to images that were built here, once these are available', () => {
    const image = { imageId: IMAGE, name: 'web', directory: '/images/web', createdMs: 0 };
    ec2.putImage('us-east-1', { ...image, state: 'pending' });
    expect(ec2.images('us-east-1')).toEqual([]);
    ec2.putImage('us-east-1', { ...image, state: 'available' });
    expect(ec2.images('us-east-1')).toEqual([
      { imageId: IMAGE, name: 'web', directory: '/images/web' },
    ]);
    const { Images: found } = ec2.operations.DescribeImages(request, { Owners: ['self'] });
    expect(found).toMatchObject([{ ImageId: IMAGE, State: 'available' }]);
  });

  it.each([
    [{ ImageId: 'ami-x' }, 'InvalidAMIID.Malformed'],
    [{ UserData: '***' }, 'InvalidUserData.Malformed'],
    [{ UserData: Buffer.alloc(16_385).toString('base64') }, 'InvalidParameterValue'],
    [{ SecurityGroups: ['web'] }, 'UnsupportedOperation'],
    [{ ImageId: 'resolve:ssm:/image' }, 'UnsupportedOperation'],
  ])('reject %j', (data, code) => {
    const call = (): unknown =>
      ec2.operations.CreateLaunchTemplateVersion(request, {
        LaunchTemplateId: id,
        LaunchTemplateData: data,
      });
    expect(codeAndMessage(call).code).toBe(code);
  });

  it('have names of their own, and are gone with all their versions', () => {
    const again = (): unknown =>
      ec2.operations.CreateLaunchTemplate(request, {
        LaunchTemplateName: 'web',
        LaunchTemplateData: {},
      });
    expect(codeAndMessage(again).code).toBe('InvalidLaunchTemplateName.AlreadyExistsException');
    ec2.operations.DeleteLaunchTemplate(request, { LaunchTemplateName: 'web' });
    expect(ec2.images('us-east-1')).toEqual([]);
    expect(codeAndMessage(() => launch('1'))).toEqual({
      code: 'InvalidLaunchTemplateId.NotFound',
      message: `The specified launch template, with template ID ${id}, does not exist.`,
    });
  });
});
