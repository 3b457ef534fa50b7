import { describe, expect, test } from 'vitest';
import { testDeps, testRequest } from '../kernel/kernel.fixture.ts';
import { testServices } from '../resources/testing/services.ts';

const services = testServices(testDeps());
const request = testRequest();

const { acm, autoscaling, cloudformation, ec2, elbv2, iam, route53domains } = services;

/** Members that would change AWS's answer, and have no effect here. */
describe('a member of an input without effect is refused by name:', () => {
  test.each([
    [
      'ManagedBy',
      () =>
        acm.operations.RequestCertificate(request, { DomainName: 'a.pw', ManagedBy: 'CLOUDFRONT' }),
    ],
    ['SortBy', () => acm.operations.ListCertificates(request, { SortBy: 'CREATED_AT' })],
    [
      'Includes',
      () => acm.operations.ListCertificates(request, { Includes: { keyTypes: ['RSA_2048'] } }),
    ],
    [
      'SourceSecurityGroupName',
      () =>
        ec2.operations.AuthorizeSecurityGroupIngress(request, {
          GroupId: 'sg-0123456789abcdef0',
          SourceSecurityGroupName: 'b',
        }),
    ],
    [
      'SourceSecurityGroupName',
      () =>
        ec2.operations.RevokeSecurityGroupEgress(request, {
          GroupId: 'sg-0123456789abcdef0',
          SourceSecurityGroupName: 'b',
        }),
    ],
    ['ZoneIds', () => ec2.operations.DescribeAvailabilityZones(request, { ZoneIds: ['use1-az1'] })],
    ['ExecutableUsers', () => ec2.operations.DescribeImages(request, { ExecutableUsers: ['all'] })],
    [
      'PolicyUsageFilter',
      () => iam.operations.ListPolicies(request, { PolicyUsageFilter: 'PermissionsBoundary' }),
    ],
    [
      'Include',
      () =>
        elbv2.operations.DescribeTargetHealth(request, { TargetGroupArn: 'arn', Include: ['All'] }),
    ],
    [
      'IncludeDeletedGroups',
      () =>
        autoscaling.operations.DescribeScalingActivities(request, { IncludeDeletedGroups: true }),
    ],
    [
      'SortCondition',
      () =>
        route53domains.operations.ListDomains(request, {
          SortCondition: { Name: 'Expiry', SortOrder: 'ASC' },
        }),
    ],
    [
      'StackSetName',
      () => cloudformation.operations.GetTemplateSummary(request, { StackSetName: 's' }),
    ],
  ])('%s', (member, call) => {
    expect(call).toThrow(
      expect.objectContaining({
        code: 'UnsupportedOperation',
        message: expect.stringContaining(`The parameter ${member} of `) as string,
      }),
    );
  });
});
