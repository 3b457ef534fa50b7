import type { ServiceDeps } from '../kernel/deps.ts';
import { findResourceHandler } from '../resources/registry.ts';
import { AcmService } from '../services/acm/acm-service.ts';
import type { CertificateAuthority } from '../services/acm/authority.ts';
import { AutoScalingService } from '../services/autoscaling/autoscaling-service.ts';
import {
  CloudFormationService,
  type StackEventNotice,
} from '../services/cloudformation/cloudformation-service.ts';
import { CloudFrontService } from '../services/cloudfront/cloudfront-service.ts';
import { CloudWatchService } from '../services/cloudwatch/cloudwatch-service.ts';
import { Ec2Service } from '../services/ec2/ec2-service.ts';
import { ElbV2Service } from '../services/elbv2/elbv2-service.ts';
import { IamService } from '../services/iam/iam-service.ts';
import { ImageBuilderService } from '../services/imagebuilder/imagebuilder-service.ts';
import type { Services } from '../services/registry.ts';
import { Route53Service } from '../services/route53/route53-service.ts';
import { Route53DomainsService } from '../services/route53domains/route53domains-service.ts';
import { S3Service, type S3Options } from '../services/s3/s3-service.ts';
import { SsmService } from '../services/ssm/ssm-service.ts';
import { StsService } from '../services/sts/sts-service.ts';

export interface ServiceWiring {
  /** Told of every event of every stack. */
  onStackEvent(notice: StackEventNotice): void;
  deps: ServiceDeps;
  authority: CertificateAuthority;
  dnsPort: number;
  s3: S3Options;
}

/** Makes every service, in the order in which they need each other. */
export function createServices({
  onStackEvent,
  deps,
  authority,
  dnsPort,
  s3: s3Options,
}: ServiceWiring): Services {
  const s3 = new S3Service(deps, s3Options);
  const acm = new AcmService(deps, { authority, dnsPort });
  const ec2 = new Ec2Service(deps);
  const iam = new IamService(deps);
  const elbv2 = new ElbV2Service(deps, ec2, acm);
  const services: Services = {
    acm,
    autoscaling: new AutoScalingService(deps, ec2, elbv2),
    cloudformation: new CloudFormationService(deps, {
      services: () => services,
      handlers: findResourceHandler,
      onStackEvent,
      readTemplateUrl: (url, context) => readTemplate(s3, url, context.region),
    }),
    cloudfront: new CloudFrontService(deps, acm),
    cloudwatch: new CloudWatchService(deps),
    ec2,
    elbv2,
    iam,
    imagebuilder: new ImageBuilderService(deps, {
      ec2,
      iam,
      fetchObject: (region, bucket, key) => s3.readObject(region, bucket, key),
    }),
    route53: new Route53Service(deps, {
      aliasTargetExists: (dnsName) => isKnownTarget(services, dnsName),
      findAlarm: (region, name) => services.cloudwatch.alarm(region, name),
    }),
    route53domains: new Route53DomainsService(deps),
    s3,
    ssm: new SsmService(deps),
    sts: new StsService(deps, { key: s3Options.key }),
  };
  acm.addUser((arn) => elbv2.certificateUsers(arn));
  return services;
}

/** Names of AWS's own must be of something that is here; what else an alias may lead to, its zone checks. */
function isKnownTarget({ elbv2, cloudfront }: Services, dnsName: string): boolean {
  const name = dnsName.replace(/^dualstack\./, '');
  if (name.endsWith('.elb.amazonaws.com')) {
    return elbv2.balancerNames().some((balancer) => balancer.dnsName === name);
  }
  if (!name.endsWith('.cloudfront.net')) return true;
  return cloudfront.distributions().some((distribution) => distribution.domainName === name);
}

/** A template's URL is path style at this endpoint, or one of S3's own host names. */
async function readTemplate(s3: S3Service, url: string, region: string): Promise<string> {
  const { hostname, pathname } = new URL(url);
  const virtual = /^(?<bucket>.+)\.s3[.-](?:(?<region>[a-z0-9-]+)\.)?amazonaws\.com$/.exec(
    hostname,
  )?.groups;
  const segments = decodeURIComponent(pathname.slice(1)).split('/');
  const bucket = virtual?.['bucket'] ?? segments.shift() ?? '';
  return Buffer.from(
    await s3.getObject(virtual?.['region'] ?? region, bucket, segments.join('/')),
  ).toString('utf8');
}
