import type { RequestContext } from '../kernel/service.ts';
import { AcmService } from './acm/acm-service.ts';
import { ArcZonalShiftService } from './arczonalshift/arc-zonal-shift-service.ts';
import { AutoScalingService } from './autoscaling/autoscaling-service.ts';
import { CloudFormationService } from './cloudformation/cloudformation-service.ts';
import { readTemplate } from './cloudformation/read-template.ts';
import { CloudFrontService } from './cloudfront/cloudfront-service.ts';
import { CloudWatchService } from './cloudwatch/cloudwatch-service.ts';
import { Ec2Service } from './ec2/ec2-service.ts';
import { zonesOf as zonesIn } from './ec2/regions.ts';
import { EcrService } from './ecr/ecr-service.ts';
import { ElbV2Service } from './elbv2/elbv2-service.ts';
import { IamService } from './iam/iam-service.ts';
import { ImageBuilderService } from './imagebuilder/imagebuilder-service.ts';
import type { ServiceKit } from './kit.ts';
import { LogsService } from './logs/logs-service.ts';
import { isAliasTarget } from './route53/records/alias-target.ts';
import { Route53Service } from './route53/route53-service.ts';
import { Route53DomainsService } from './route53domains/route53domains-service.ts';
import { S3Service } from './s3/s3-service.ts';
import { loopbackPost } from './sns/delivery/post.ts';
import { SnsService } from './sns/sns-service.ts';
import { SsmService } from './ssm/ssm-service.ts';
import { StsService } from './sts/sts-service.ts';

/**
 * Every service of the engine: one entry each. What one needs of others it names as its second
 * argument, of which what stands above it is there at once, and all of it when an operation runs.
 * The endpoint finds a service by the signing name in its traits, resource handlers by its name
 * here.
 */
const SERVICES = {
  s3: ({ deps, s3 }: ServiceKit, needs: { sts: StsService }) =>
    new S3Service(deps, s3, (principalArn) => needs.sts.forwardedKey(principalArn)),
  acm: ({ deps, authority, dnsPort }: ServiceKit) => new AcmService(deps, { authority, dnsPort }),
  ec2: ({ deps }: ServiceKit) => new Ec2Service(deps),
  iam: ({ deps }: ServiceKit) => new IamService(deps),
  elbv2: ({ deps }: ServiceKit, { ec2, acm }: { ec2: Ec2Service; acm: AcmService }) => {
    const elbv2 = new ElbV2Service(deps, ec2, acm);
    acm.addUser((arn) => elbv2.certificateUsers(arn));
    return elbv2;
  },
  arczonalshift: ({ deps }: ServiceKit, { elbv2 }: { elbv2: ElbV2Service }) => {
    const zonalShift = new ArcZonalShiftService(deps, {
      loadBalancers: (region) => elbv2.shiftable(region),
      zones: zonesIn,
    });
    elbv2.followZonalShifts((region, arn) => zonalShift.zonalShifts(region, arn));
    return zonalShift;
  },
  autoscaling: ({ deps }: ServiceKit, { ec2, elbv2 }: { ec2: Ec2Service; elbv2: ElbV2Service }) =>
    new AutoScalingService(deps, ec2, elbv2),
  cloudfront: ({ deps }: ServiceKit, { acm }: { acm: AcmService }) =>
    new CloudFrontService(deps, acm),
  cloudwatch: ({ deps, tell }: ServiceKit, needs: { sns: SnsService }) =>
    new CloudWatchService(deps, {
      publish: (region, message) => needs.sns.publish(region, message),
      tell,
    }),
  imagebuilder: (
    { deps }: ServiceKit,
    { ec2, iam, s3 }: { ec2: Ec2Service; iam: IamService; s3: S3Service },
  ) =>
    new ImageBuilderService(deps, {
      ec2,
      iam,
      fetchObject: (region, bucket, key) => s3.readObject(region, bucket, key),
    }),
  route53: (
    { deps }: ServiceKit,
    needs: { cloudwatch: CloudWatchService; elbv2: ElbV2Service; cloudfront: CloudFrontService },
  ) =>
    new Route53Service(deps, {
      aliasTargetExists: (dnsName) => isAliasTarget(needs, dnsName),
      findAlarm: (region, name) => needs.cloudwatch.alarm(region, name),
    }),
  logs: ({ deps }: ServiceKit) => new LogsService(deps),
  ecr: ({ deps }: ServiceKit) => new EcrService(deps),
  sns: ({ deps, endpoint, dnsPort, localPort, authority }: ServiceKit) =>
    new SnsService(deps, {
      endpoint,
      post: loopbackPost({
        resolver: { address: deps.addresses.resolver, port: dnsPort },
        localPort,
        rootPem: authority.rootPem,
      }),
    }),
  route53domains: ({ deps }: ServiceKit) => new Route53DomainsService(deps),
  ssm: ({ deps }: ServiceKit) => new SsmService(deps),
  sts: ({ deps, s3 }: ServiceKit, { iam }: { iam: IamService }) =>
    new StsService(deps, iam, { key: s3.key }),
  cloudformation: (
    kit: ServiceKit,
    {
      s3,
      ec2,
      iam,
      ssm,
      cloudwatch,
    }: {
      s3: S3Service;
      ec2: Ec2Service;
      iam: IamService;
      ssm: SsmService;
      cloudwatch: CloudWatchService;
    },
  ) =>
    new CloudFormationService(kit.deps, {
      handlers: (type) => kit.findResourceHandler(type),
      onStackEvent: (notice) => kit.onStackEvent(notice),
      readTemplateUrl: (url, caller) => readTemplate(s3, url, caller),
      readSsmParameter: (caller, Name) =>
        ssm.operations.GetParameter(caller, { Name }).Parameter?.Value ?? '',
      roleExists: (arn) => iam.roleExists(arn),
      alarmState: (arn, region) => cloudwatch.alarmState(arn, region),
      availabilityZones: (caller, region) => zonesOf(ec2, { ...caller, region }),
    }),
};

export type Services = { [Name in keyof typeof SERVICES]: ReturnType<(typeof SERVICES)[Name]> };

/** Makes every service, in the order in which they need each other. */
export function createServices(kit: ServiceKit): Services {
  const services: Record<string, unknown> = {};
  for (const [name, create] of Object.entries(SERVICES))
    services[name] = create(kit, services as Services);
  return services as Services;
}

function zonesOf(ec2: Ec2Service, request: RequestContext): string[] {
  const { AvailabilityZones: zones = [] } = ec2.operations.DescribeAvailabilityZones(request, {});
  return zones.map((zone) => zone.ZoneName ?? '');
}
