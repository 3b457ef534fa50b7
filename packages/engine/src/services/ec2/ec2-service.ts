import type { Image, LaunchSpecification, NetworkConfig } from '@understudy/contract';
import type { ServiceTraits } from '@understudy/wire';
import type { ServiceDeps } from '../../kernel/deps.ts';
import { fail } from '../../kernel/fail.ts';
import { bindOperations, mergeOperations } from '../../kernel/operations.ts';
import type { Operation, RequestContext, Service } from '../../kernel/service.ts';
import { checkIds } from './check-ids.ts';
import { checkPageSize } from './check-page-size.ts';
import { once } from './client-tokens.ts';
import { addressOperations } from './network/addresses.ts';
import { type Dependents, Ec2Store } from './ec2-store.ts';
import { lookAtImageUse } from './launch/image-use.ts';
import { imageOperations } from './launch/images.ts';
import { instanceOperations } from './launch/instances.ts';
import { internetGatewayOperations } from './network/internet-gateways.ts';
import { launchTemplateOperations } from './launch/launch-templates.ts';
import {
  findVersion,
  launchVersionOperations,
  type TemplateReference,
} from './launch/launch-versions.ts';
import { natGatewayOperations } from './network/nat-gateways.ts';
import { prefixListOperations } from './rules/prefix-lists.ts';
import { allotPrivateAddress, releasePrivateAddresses } from './network/private-addresses.ts';
import { images, launchSpecification, networkConfig } from './projection.ts';
import type { ImageRecord, SecurityGroupRecord, SubnetRecord } from './records.ts';
import { routeTableOperations } from './network/route-tables.ts';
import { routeOperations } from './network/routes.ts';
import { securityGroupRuleOperations } from './rules/security-group-rules.ts';
import { securityGroupOperations } from './rules/security-groups.ts';
import { addSnapshot, snapshotOperations } from './launch/snapshots.ts';
import { subnetOperations } from './network/subnets.ts';
import { vpcEndpointOperations } from './network/vpc-endpoints.ts';
import { vpcOperations } from './network/vpcs.ts';
import { zoneAndTagOperations } from './zones-and-tags.ts';

/** What an instance does that tells of its image's use. */
const LAUNCHED_OR_GONE: ReadonlySet<string> = new Set(['in-service', 'terminated']);

/**
 * Amazon EC2: the network, launch templates and images of a region. Instances live in the region's
 * process.
 */
export class Ec2Service implements Service {
  readonly traits: ServiceTraits = {
    signingName: 'ec2',
    protocols: ['ec2Query'],
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    bucketAddressing: false,
  };
  readonly operations: ReturnType<typeof operationsOf>;
  readonly #store: Ec2Store;

  constructor(deps: ServiceDeps) {
    this.#store = new Ec2Store(deps);
    this.operations = operationsOf(this.#store);
    deps.dataPlane.onEvent(({ source, body }) => {
      if (body.type !== 'instance' || !LAUNCHED_OR_GONE.has(body.state)) return;
      // What cannot be asked now is seen at the next launch or end.
      lookAtImageUse(this.#store, source).catch(() => undefined);
    });
  }

  async loadSchemas(): Promise<Record<string, unknown>> {
    return { ...(await import('@aws-sdk/client-ec2')) };
  }

  networkConfig(region: string): NetworkConfig {
    return networkConfig(this.#store, region);
  }

  images(region: string): Image[] {
    return images(this.#store, region);
  }

  /** Throws EC2's error where the template or the version does not exist. */
  launchSpecification(
    region: string,
    reference: TemplateReference,
    version: string,
  ): LaunchSpecification {
    return launchSpecification(this.#store, region, reference, version);
  }

  /**
   * Whether a launch through this version would find it. `version` may be `$Latest` or `$Default`.
   */
  launchTemplateExists(region: string, launchTemplateId: string, version: string): boolean {
    const template = this.#store.launchTemplates.get(region, launchTemplateId);
    if (template === undefined) return false;
    return findVersion(this.#store, region, template, version) !== undefined;
  }

  subnet(region: string, subnetId: string): SubnetRecord | undefined {
    return this.#store.subnets.get(region, subnetId);
  }

  hasInternetRoute(region: string, subnetId: string): boolean {
    const config = this.networkConfig(region);
    return config.subnets.some((subnet) => subnet.subnetId === subnetId && subnet.hasInternetRoute);
  }

  securityGroup(region: string, groupId: string): SecurityGroupRecord | undefined {
    return this.#store.securityGroups.get(region, groupId);
  }

  /** Sets a rule's description, the one thing of it that can change. */
  describeRule(
    region: string,
    rule: { groupId: string; ruleId: string; description: string | undefined },
  ): void {
    const group = this.#store.securityGroup(region, rule.groupId);
    const held = [...group.ingress, ...group.egress].find(({ ruleId }) => ruleId === rule.ruleId);
    if (held === undefined) return;
    if (rule.description === undefined) delete held.description;
    else held.description = rule.description;
    this.#store.securityGroups.put(region, group.groupId, group);
  }

  /** The group that things of a VPC get when they name none. */
  defaultSecurityGroup(region: string, vpcId: string): SecurityGroupRecord | undefined {
    return this.#store.securityGroups
      .list(region)
      .find((group) => group.vpcId === vpcId && group.name === 'default');
  }

  vpcExists(region: string, vpcId: string): boolean {
    return this.#store.vpcs.get(region, vpcId) !== undefined;
  }

  vpcHasInternetGateway(region: string, vpcId: string): boolean {
    return this.#store.internetGateways.list(region).some((gateway) => gateway.vpcId === vpcId);
  }

  /**
   * The default network ACL and default security group, as CloudFormation's attributes of a VPC.
   */
  vpcDefaults(region: string, vpcId: string): { networkAclId: string; securityGroupId: string } {
    const group = this.defaultSecurityGroup(region, vpcId);
    return {
      networkAclId: this.#store.vpc(region, vpcId).networkAclId,
      securityGroupId: group?.groupId ?? '',
    };
  }

  allotPrivateAddress(region: string, subnetId: string, owner: string): string {
    return allotPrivateAddress(this.#store, region, subnetId, owner);
  }

  releasePrivateAddresses(region: string, owner: string, subnetId?: string): void {
    releasePrivateAddresses(this.#store, region, owner, subnetId);
  }

  image(region: string, imageId: string): ImageRecord | undefined {
    return this.#store.images.get(region, imageId);
  }

  /** Whether it is some other region's: an AMI is known in its own region alone. */
  isForeignImage(region: string, imageId: string): boolean {
    return (
      this.image(region, imageId) === undefined &&
      this.#store.images.all().some((image) => image.imageId === imageId)
    );
  }

  /** The folders of every region's images; any other folder of an image's is a leftover. */
  imageDirectories(): string[] {
    return this.#store.images.all().flatMap(({ directory }) => directory ?? []);
  }

  tagsOf(region: string, resourceId: string): Record<string, string> {
    const tags = this.#store.tags.of(region, resourceId);
    return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  }

  newImageId(): string {
    return this.#store.newId('ami');
  }

  /** Registers an image that was built here, or says what became of it. */
  putImage(region: string, record: ImageRecord, tags: Record<string, string> = {}): void {
    const pairs = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    this.#store.tags.add(region, record.imageId, 'image', pairs);
    const { snapshotId } = this.#store.images.get(region, record.imageId) ?? {};
    const isWhole = record.state === 'available';
    const made = snapshotId ?? (isWhole && addSnapshot(this.#store, region, record.imageId));
    const image = { ...record, ...(typeof made === 'string' && { snapshotId: made }) };
    this.#store.images.put(region, record.imageId, image);
    this.#store.changed();
  }

  /**
   * Another service's word on what it still uses; asked before subnets and security groups are
   * deleted.
   */
  addDependents(dependents: Dependents): void {
    this.#store.dependents.push(dependents);
  }
}

const OPERATIONS = mergeOperations(
  addressOperations,
  imageOperations,
  instanceOperations,
  internetGatewayOperations,
  launchTemplateOperations,
  launchVersionOperations,
  natGatewayOperations,
  prefixListOperations,
  routeOperations,
  routeTableOperations,
  securityGroupOperations,
  securityGroupRuleOperations,
  snapshotOperations,
  subnetOperations,
  vpcEndpointOperations,
  vpcOperations,
  zoneAndTagOperations,
);

function operationsOf(store: Ec2Store) {
  return checked(store, bindOperations(store, OPERATIONS));
}

/** What any request to EC2 may have. */
interface CommonInput {
  DryRun?: boolean | undefined;
  ClientToken?: string | undefined;
  MaxResults?: number | undefined;
}

/**
 * IDs are looked at first; `DryRun` is in every EC2 request and always answered by an error; a
 * client token has a thing done once.
 */
function checked<T extends Record<string, Operation>>(store: Ec2Store, operations: T): T {
  const wrapped = Object.entries(operations).map(([name, operation]) => [
    name,
    (context: RequestContext, input: CommonInput): unknown => {
      checkIds(input);
      checkPageSize(name, input.MaxResults);
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html
      if (input.DryRun === true)
        fail('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
      const { DryRun: _, ClientToken: token = '', ...rest } = input;
      const perform = (): unknown => operation(context, rest as never);
      if (token === '') return perform();
      return once(store, context, { operation: name, token, input: rest }, perform);
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}
