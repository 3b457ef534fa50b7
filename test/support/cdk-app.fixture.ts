import process from 'node:process';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as sns from 'aws-cdk-lib/aws-sns';

/**
 * An app as anybody has one, with CDK's own synthesizer. `npm run` of somebody's has
 * CDK_DEFAULT_ACCOUNT from the CDK CLI, as this has.
 */
const { CDK_DEFAULT_ACCOUNT: account = '', TOPIC_NAME: displayName = 'first' } = process.env;

const app = new App({
  context: {
    // As `cdk init` writes it: new accounts can make no launch configurations.
    '@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig': true,
  },
});
const stack = new Stack(app, 'Bakery', { env: { account, region: 'eu-west-1' } });
const page = new Asset(stack, 'Page', { path: 'page.html' });
const bucket = new s3.Bucket(stack, 'Orders', {
  removalPolicy: RemovalPolicy.DESTROY,
  enforceSSL: true,
});
new sns.Topic(stack, 'Told', { displayName });
// The library's types are not made for exactOptionalPropertyTypes.
const vpc = new ec2.Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],
}) as ec2.IVpc;
const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', {
  vpc,
  internetFacing: true,
});
const fleet = new autoscaling.AutoScalingGroup(stack, 'Fleet', {
  vpc,
  instanceType: new ec2.InstanceType('t4g.micro'),
  machineImage: ec2.MachineImage.latestAmazonLinux2023({
    cpuType: ec2.AmazonLinuxCpuType.ARM_64,
  }),
  requireImdsv2: true,
});
page.grantRead(fleet);
balancer.addListener('Http', { port: 80 }).addTargets('Fleet', { port: 80, targets: [fleet] });
const zone = new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'bakery.example' });
new route53.ARecord(stack, 'Www', {
  zone,
  recordName: 'www',
  target: route53.RecordTarget.fromAlias(new targets.LoadBalancerTarget(balancer)),
});
new CfnOutput(stack, 'Bucket', { value: bucket.bucketName });
new CfnOutput(stack, 'PageBucket', { value: page.s3BucketName });
new CfnOutput(stack, 'PageKey', { value: page.s3ObjectKey });
