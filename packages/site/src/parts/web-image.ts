import { createHash } from 'node:crypto';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as imagebuilder from 'aws-cdk-lib/aws-imagebuilder';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { IgnoreMode, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { WebSiteConfig } from '../config.ts';
import { deploymentBucketName } from '../names.ts';
import { acknowledge, managedPolicy, wildcards } from './acknowledge.ts';
import { ENCRYPTED_ROOT } from './encrypted-root.ts';
import { leftOut } from '../left-out.ts';
import type { Network } from './network.ts';
import { webImageComponent } from './web-image-component.ts';
import { webLogsComponent } from './web-logs-component.ts';

const VERSION = '1.0.0';

export interface WebImageProps {
  config: WebSiteConfig;
  network: Network;
}

/**
 * Step 7: the AMI, built by EC2 Image Builder from the web app's folder. Everything that Image
 * Builder versions is immutable, so names carry a digest of what went in: a changed app makes a new
 * image, and the launch template follows.
 */
export class WebImage extends Construct {
  readonly imageId: string;

  constructor(scope: Construct, id: string, props: WebImageProps) {
    super(scope, id);
    const { config, network } = props;
    const archive = new Asset(this, 'App', {
      path: config.web.app,
      exclude: leftOut(config.web),
      ignoreMode: IgnoreMode.GIT,
    });
    const data = webImageComponent({
      source: archive.s3ObjectUrl,
      account: Stack.of(this).account,
      packages: config.web.packages,
      build: config.web.build,
    });
    const parentImage = this.#parentImage(config.web.instanceType);
    const digest = createHash('sha256')
      .update(archive.assetHash)
      .update(data)
      .update(parentImage)
      .update(JSON.stringify(ENCRYPTED_ROOT))
      .update(webLogsComponent())
      .digest('hex')
      .slice(0, 12);
    const name = `${config.name}-web-${digest}`;

    const component = new imagebuilder.CfnComponent(this, 'Component', {
      name,
      version: VERSION,
      platform: 'Linux',
      data,
    });
    const recipe = new imagebuilder.CfnImageRecipe(this, 'Recipe', {
      name,
      version: VERSION,
      parentImage,
      components: [component, this.#logsComponent(config)].map(({ attrArn }) => ({
        componentArn: attrArn,
      })),
      blockDeviceMappings: [ENCRYPTED_ROOT],
    });
    const infrastructure = new imagebuilder.CfnInfrastructureConfiguration(this, 'Infrastructure', {
      name: `${config.name}-web-${Stack.of(this).region}`,
      instanceProfileName: this.#builderProfile(archive).ref,
      instanceTypes: [config.web.instanceType],
      subnetId: network.vpc.selectSubnets({ subnetType: ec2.SubnetType.PUBLIC }).subnetIds[0] ?? '',
      securityGroupIds: [network.webGroup.securityGroupId],
      instanceMetadataOptions: { httpTokens: 'required' },
      terminateInstanceOnFailure: true,
    });
    const image = new imagebuilder.CfnImage(this, 'Image', {
      imageRecipeArn: recipe.attrArn,
      infrastructureConfigurationArn: infrastructure.attrArn,
      imageTestsConfiguration: { imageTestsEnabled: false },
      // Without, AMI and snapshots outlive the image that a new version of the app replaces.
      deletionSettings: { executionRole: this.#cleanerRole().roleArn },
    });
    waitForInternet(image, network);
    this.imageId = image.attrImageId;
  }

  /** The same for every version of the app. */
  #logsComponent({ name }: WebSiteConfig): imagebuilder.CfnComponent {
    const data = webLogsComponent();
    const digest = createHash('sha256').update(data).digest('hex').slice(0, 12);
    return new imagebuilder.CfnComponent(this, 'LogsComponent', {
      ...{ name: `${name}-logs-${digest}`, version: VERSION, platform: 'Linux', data },
    });
  }

  #parentImage(instanceType: string): string {
    const arm = new ec2.InstanceType(instanceType).architecture === ec2.InstanceArchitecture.ARM_64;
    return Stack.of(this).formatArn({
      service: 'imagebuilder',
      account: 'aws',
      resource: 'image',
      resourceName: `amazon-linux-2023-${arm ? 'arm64' : 'x86'}/x.x.x`,
    });
  }

  /**
   * By which Image Builder deletes the AMI and the snapshots of an image that is replaced, once all
   * instances are of the new one, or deleted with the site.
   * https://docs.aws.amazon.com/imagebuilder/latest/userguide/image-lifecycle-prerequisites.html
   */
  #cleanerRole(): iam.Role {
    const policy = 'service-role/EC2ImageBuilderLifecycleExecutionPolicy';
    const role = new iam.Role(this, 'CleanerRole', {
      assumedBy: new iam.ServicePrincipal('imagebuilder.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(policy)],
    });
    acknowledge(role, {
      [managedPolicy(policy)]:
        'it reaches what Image Builder has made and tagged, and nothing else',
    });
    return role;
  }

  #builderProfile(archive: Asset): iam.CfnInstanceProfile {
    const role = new iam.Role(this, 'BuilderRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: ['EC2InstanceProfileForImageBuilder', 'AmazonSSMManagedInstanceCore'].map(
        (policy) => iam.ManagedPolicy.fromAwsManagedPolicyName(policy),
      ),
    });
    archive.grantRead(role);
    const agents = 'what the build’s agents call is for AWS to say, and changes with them';
    acknowledge(role, {
      [managedPolicy('EC2InstanceProfileForImageBuilder')]: agents,
      [managedPolicy('AmazonSSMManagedInstanceCore')]: agents,
      ...wildcards('the build reads archives of the account, which are named by what is in them', [
        'Action::s3:GetObject*',
        'Action::s3:GetBucket*',
        'Action::s3:List*',
        `Resource::arn:aws:s3:::${deploymentBucketName(Stack.of(this))}/*`,
      ]),
    });
    return new iam.CfnInstanceProfile(this, 'BuilderProfile', { roles: [role.roleName] });
  }
}

/**
 * The build instance must be able to reach S3 and dnf's repositories from its first second: by the
 * gateway, the route to it, and the route table of its subnet.
 */
function waitForInternet(image: Construct, { vpc }: Network): void {
  image.node.addDependency(vpc.internetConnectivityEstablished);
  const [subnet] = vpc.publicSubnets;
  const association = subnet?.node.tryFindChild('RouteTableAssociation');
  if (subnet !== undefined) image.node.addDependency(subnet.internetConnectivityEstablished);
  if (association !== undefined) image.node.addDependency(association);
}
