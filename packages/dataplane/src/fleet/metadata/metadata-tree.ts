/** What an instance's metadata service tells of it. */
export interface InstanceIdentity {
  account: string;
  region: string;
  zone: string;
  instanceId: string;
  imageId: string;
  instanceType: string;
  privateIp: string;
  mac: string;
  subnetId: string;
  subnetCidr: string;
  vpcId: string;
  vpcCidr: string;
  securityGroupIds: readonly string[];
  reservationId: string;
  launchedMs: number;
  userData: string;
  /**
   * Undefined where the launch template does not enable tags in metadata, which is AWS's default.
   */
  tags: readonly { key: string; value: string }[] | undefined;
}

export type MetadataTree = string | { [name: string]: MetadataTree };

const VERSIONS = ['1.0', '2009-04-04', '2016-09-02', '2019-10-01', '2021-07-15', '2024-04-11'];

/**
 * Answers a path as EC2 does, or undefined for 404: a category lists its items a line each,
 * categories with a slash.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html
 */
export function lookUpMetadata(tree: MetadataTree, path: string): string | undefined {
  const names = path.split('/').filter((name) => name !== '');
  const [version, ...rest] = names;
  if (version === undefined) return [...VERSIONS, 'latest'].join('\n');
  if (version !== 'latest' && !VERSIONS.includes(version)) return undefined;
  let node: MetadataTree | undefined = tree;
  for (const name of rest) {
    if (typeof node !== 'object' || !Object.hasOwn(node, name)) return undefined;
    node = node[name];
  }
  if (typeof node === 'object') return listing(node, rest.length === 0);
  return path.endsWith('/') ? undefined : node;
}

/** The root's own listing carries no slashes, unlike every one below it. */
function listing(node: { [name: string]: MetadataTree }, isRoot: boolean): string {
  return Object.entries(node)
    .map(([name, child]) => (typeof child === 'object' && !isRoot ? `${name}/` : name))
    .sort()
    .join('\n');
}

export function metadataTree(
  identity: InstanceIdentity,
  iam?: { [name: string]: MetadataTree },
): MetadataTree {
  return {
    dynamic: { 'instance-identity': { document: identityDocument(identity) } },
    'meta-data': { ...metaData(identity), ...(iam === undefined ? {} : { iam }) },
    ...(identity.userData === '' ? {} : { 'user-data': identity.userData }),
  };
}

function metaData(identity: InstanceIdentity): { [name: string]: MetadataTree } {
  const hostname = localHostname(identity);
  return {
    'ami-id': identity.imageId,
    'ami-launch-index': '0',
    'ami-manifest-path': '(unknown)',
    hostname,
    'instance-action': 'none',
    'instance-id': identity.instanceId,
    'instance-life-cycle': 'on-demand',
    'instance-type': identity.instanceType,
    'local-hostname': hostname,
    'local-ipv4': identity.privateIp,
    mac: identity.mac,
    network: { interfaces: { macs: { [identity.mac]: networkInterface(identity, hostname) } } },
    placement: { 'availability-zone': identity.zone, region: identity.region },
    'reservation-id': identity.reservationId,
    services: { domain: 'amazonaws.com', partition: 'aws' },
    ...tagsOf(identity),
  };
}

function networkInterface(identity: InstanceIdentity, hostname: string): MetadataTree {
  return {
    'device-number': '0',
    'local-hostname': hostname,
    'local-ipv4s': identity.privateIp,
    mac: identity.mac,
    'owner-id': identity.account,
    'security-group-ids': identity.securityGroupIds.join('\n'),
    'subnet-id': identity.subnetId,
    'subnet-ipv4-cidr-block': identity.subnetCidr,
    'vpc-id': identity.vpcId,
    'vpc-ipv4-cidr-block': identity.vpcCidr,
  };
}

/** The IP name of an instance; us-east-1 has a domain of its own. */
function localHostname(identity: { privateIp: string; region: string }): string {
  const domain =
    identity.region === 'us-east-1' ? 'ec2.internal' : `${identity.region}.compute.internal`;
  return `ip-${identity.privateIp.replaceAll('.', '-')}.${domain}`;
}

function tagsOf(identity: InstanceIdentity): { [name: string]: MetadataTree } {
  if (identity.tags === undefined) return {};
  // A key that is no path segment cannot be asked for; EC2 refuses to start such an instance.
  const shown = identity.tags.filter(({ key }) => /^[^/\s]+$/.test(key) && !/^\.{1,2}$/.test(key));
  return { tags: { instance: Object.fromEntries(shown.map(({ key, value }) => [key, value])) } };
}

function identityDocument(identity: InstanceIdentity): string {
  const document = {
    accountId: identity.account,
    architecture: 'x86_64',
    availabilityZone: identity.zone,
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: null,
    imageId: identity.imageId,
    instanceId: identity.instanceId,
    instanceType: identity.instanceType,
    kernelId: null,
    pendingTime: new Date(identity.launchedMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    privateIp: identity.privateIp,
    ramdiskId: null,
    region: identity.region,
    version: '2017-09-30',
  };
  return JSON.stringify(document, undefined, 2);
}
