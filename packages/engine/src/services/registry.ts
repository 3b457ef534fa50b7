import type { AcmService } from './acm/acm-service.ts';
import type { AutoScalingService } from './autoscaling/autoscaling-service.ts';
import type { CloudFormationService } from './cloudformation/cloudformation-service.ts';
import type { CloudFrontService } from './cloudfront/cloudfront-service.ts';
import type { CloudWatchService } from './cloudwatch/cloudwatch-service.ts';
import type { Ec2Service } from './ec2/ec2-service.ts';
import type { ElbV2Service } from './elbv2/elbv2-service.ts';
import type { IamService } from './iam/iam-service.ts';
import type { ImageBuilderService } from './imagebuilder/imagebuilder-service.ts';
import type { Route53Service } from './route53/route53-service.ts';
import type { Route53DomainsService } from './route53domains/route53domains-service.ts';
import type { S3Service } from './s3/s3-service.ts';
import type { SsmService } from './ssm/ssm-service.ts';
import type { StsService } from './sts/sts-service.ts';

/**
 * Every service of the engine. The endpoint finds one by the signing name in its traits, CloudFormation's resource
 * handlers by its name here.
 */
export interface Services {
  acm: AcmService;
  autoscaling: AutoScalingService;
  cloudformation: CloudFormationService;
  cloudfront: CloudFrontService;
  cloudwatch: CloudWatchService;
  ec2: Ec2Service;
  elbv2: ElbV2Service;
  iam: IamService;
  imagebuilder: ImageBuilderService;
  route53: Route53Service;
  route53domains: Route53DomainsService;
  s3: S3Service;
  ssm: SsmService;
  sts: StsService;
}
