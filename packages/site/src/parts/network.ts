import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { WebConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

/**
 * How instances reach the internet: not at all, through a NAT gateway a region, or through one a
 * zone, so that no zone's loss cuts off another and no traffic between zones is paid.
 */
export type Egress = WebConfig['egress'];

/** The port that web servers listen on. */
export const WEB_PORT = 80;

export interface NetworkProps {
  /** The whole VPC, "the internal network" of the tutorial. */
  cidr: string;
  zones: string[];
  egress: Egress;
  /** Whether the internal network may reach the web servers by SSH. */
  ssh: boolean;
  /** Ports of the load balancer that are open to the world. */
  viewerPorts: number[];
}

/**
 * Step 6 and the ground it stands on: public and private subnets in two zones, and the two security
 * groups.
 */
export class Network extends Construct {
  readonly vpc: ec2.IVpc;
  readonly balancerGroup: ec2.SecurityGroup;
  readonly webGroup: ec2.SecurityGroup;
  readonly webSubnets: ec2.SubnetSelection;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const webSubnetType =
      props.egress === 'none'
        ? ec2.SubnetType.PRIVATE_ISOLATED
        : ec2.SubnetType.PRIVATE_WITH_EGRESS;
    this.webSubnets = { subnetType: webSubnetType };
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(props.cidr),
      availabilityZones: props.zones,
      natGateways: { none: 0, nat: 1, 'nat-per-zone': props.zones.length }[props.egress],
      // The custom resource that empties the default security group would need a Lambda function.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
        { name: 'web', subnetType: webSubnetType, cidrMask: 24 },
      ],
    }) as ec2.IVpc; // see assets.ts
    this.balancerGroup = new ec2.SecurityGroup(this, 'BalancerGroup', {
      vpc: this.vpc,
      description: 'load balancer: HTTP from anywhere',
      allowAllOutbound: false,
    });
    this.webGroup = new ec2.SecurityGroup(this, 'WebGroup', {
      vpc: this.vpc,
      description: 'web servers: HTTP from the load balancer only',
    });
    acknowledge(this.vpc, {
      VPC7: 'what comes in is the load balancer’s, whose access logs say more; each flow would cost',
    });
    acknowledge(this.balancerGroup, {
      EC23: "visitors come from everywhere, and Route 53's checkers from addresses of their own",
    });
    for (const port of props.viewerPorts)
      this.balancerGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), 'visitors');
    this.balancerGroup.addEgressRule(this.webGroup, ec2.Port.tcp(WEB_PORT), 'web servers');
    this.webGroup.addIngressRule(this.balancerGroup, ec2.Port.tcp(WEB_PORT), 'load balancer');
    nameRules(this.balancerGroup, 'BalancerToWeb');
    nameRules(this.webGroup, 'WebFromBalancer');
    if (props.ssh)
      this.webGroup.addIngressRule(
        ec2.Peer.ipv4(props.cidr),
        ec2.Port.tcp(22),
        'SSH from the internal network',
      );
  }
}

/**
 * The library names a rule between groups for the constructs around them, which are called for
 * their roles: where regions change places, a rule of another name would be made before the old one
 * goes, and EC2 refuses a rule twice (`InvalidPermission.Duplicate`).
 */
function nameRules(group: ec2.SecurityGroup, logicalId: string): void {
  for (const rule of group.node.children)
    if (rule instanceof ec2.CfnSecurityGroupEgress || rule instanceof ec2.CfnSecurityGroupIngress)
      rule.overrideLogicalId(logicalId);
}
