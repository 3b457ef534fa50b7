import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateVersionRequest,
  RequestLaunchTemplateData,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import type { ResourceResult } from '../../kernel/resource.ts';
import { asInput } from '../as-input.ts';
import { below } from '../below.ts';
import { changed } from '../changed.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { EC2LaunchTemplateProperties as LaunchTemplate } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { textsAt } from '../texts-at.ts';
import { unlessMissing } from '../unless-missing.ts';
import { updateTags } from './tagging.ts';

const NAME_LENGTH_MAX = 128;

/** What only a virtual machine has: an instance here is a process. */
function machineOnly(what: string): { inert: string } {
  return { inert: `on AWS, ${what}; here an instance is a process of this machine` };
}

const MORE_ADDRESSES = machineOnly('its further addresses');
const NO_IPV6 = { inert: 'the local network has no IPv6' };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html */
const type = resourceType('AWS::EC2::LaunchTemplate', {
  LaunchTemplateData: 'works',
  ...below('LaunchTemplateData', {
    BlockDeviceMappings: machineOnly('its disks'),
    CapacityReservationSpecification: machineOnly('its reserved capacity'),
    CpuOptions: machineOnly('its processors'),
    CreditSpecification: machineOnly('its CPU credits'),
    DisableApiStop: { except: { true: machineOnly('protection from being stopped') } },
    DisableApiTermination: { except: { true: machineOnly('protection from being terminated') } },
    EbsOptimized: machineOnly('its way to its disks'),
    ElasticGpuSpecifications: machineOnly('its graphics'),
    ElasticInferenceAccelerators: machineOnly('its accelerators'),
    EnclaveOptions: machineOnly('its enclaves'),
    HibernationOptions: machineOnly('hibernation'),
    InstanceInitiatedShutdownBehavior: machineOnly('what a shutdown does'),
    InstanceMarketOptions: { refused: 'there is no spot market here' },
    InstanceRequirements: { refused: 'instances are of the one type that InstanceType names' },
    KernelId: machineOnly('its kernel'),
    KeyName: machineOnly('the key that opens it'),
    LicenseSpecifications: machineOnly('its licences'),
    MaintenanceOptions: machineOnly('its recovery'),
    ...below('MetadataOptions', {
      HttpEndpoint: { except: { disabled: machineOnly('a machine without metadata service') } },
      HttpProtocolIpv6: { except: { enabled: machineOnly('metadata over IPv6') } },
      HttpPutResponseHopLimit: machineOnly('how far metadata tokens travel'),
    }),
    Monitoring: machineOnly('detailed monitoring'),
    ...below('NetworkInterfaces', {
      AssociateCarrierIpAddress: { except: { true: machineOnly('its public address') } },
      AssociatePublicIpAddress: { except: { true: machineOnly('its public address') } },
      ConnectionTrackingSpecification: machineOnly('how long idle connections are tracked'),
      DeleteOnTermination: { except: { false: machineOnly('an interface that outlives it') } },
      Description: machineOnly('what its interface is called'),
      EnaQueueCount: machineOnly('its network queues'),
      EnaSrdSpecification: machineOnly('its bandwidth'),
      InterfaceType: machineOnly('its network card'),
      Ipv4PrefixCount: MORE_ADDRESSES,
      Ipv4Prefixes: MORE_ADDRESSES,
      Ipv6AddressCount: NO_IPV6,
      Ipv6Addresses: NO_IPV6,
      Ipv6PrefixCount: NO_IPV6,
      Ipv6Prefixes: NO_IPV6,
      NetworkCardIndex: machineOnly('its network card'),
      NetworkInterfaceId: { refused: 'interfaces come with their instances' },
      PrimaryIpv6: NO_IPV6,
      PrivateIpAddress: machineOnly('the address that it takes'),
      PrivateIpAddresses: MORE_ADDRESSES,
      SecondaryPrivateIpAddressCount: MORE_ADDRESSES,
      SubnetId: { refused: 'the Auto Scaling group chooses the subnet' },
    }),
    NetworkPerformanceOptions: machineOnly('its bandwidth'),
    Placement: machineOnly('where it is placed'),
    PrivateDnsNameOptions: machineOnly('its host names'),
    RamDiskId: machineOnly('its RAM disk'),
    SecurityGroups: { refused: 'groups of a VPC are named by SecurityGroupIds' },
    'TagSpecifications.ResourceType': {
      except: {
        'network-interface': machineOnly('tags of its interface'),
        'spot-instances-request': machineOnly('tags of the request for it'),
        volume: machineOnly('tags of its disks'),
      },
    },
  }),
  LaunchTemplateName: 'works',
  TagSpecifications: 'works',
  VersionDescription: 'passes',
});

export const launchTemplate = type.handler({
  refuses: (properties) =>
    textsAt(properties, 'LaunchTemplateData.ImageId')
      .filter((image) => image.startsWith('resolve:ssm:'))
      .map((image) => ({
        path: '#/LaunchTemplateData/ImageId',
        message: `${image} names a parameter of Systems Manager: the local engine wants an AMI ID`,
      })),

  create(properties, context) {
    const { CreateLaunchTemplate } = context.services.ec2.operations;
    const { LaunchTemplate: made } = CreateLaunchTemplate(context.request, {
      ...type.passed<CreateLaunchTemplateRequest>(properties),
      LaunchTemplateData: dataOf(properties),
      LaunchTemplateName: properties.LaunchTemplateName ?? physicalName(context, NAME_LENGTH_MAX),
      TagSpecifications: asInput<TagSpecification[]>(properties.TagSpecifications ?? []),
    });
    return Promise.resolve(resultOf(made?.LaunchTemplateId ?? '', context));
  },

  /** Changed data is a new version; `$Default` stays where it was, as CloudFormation leaves it. */
  update(properties, previous, physicalId, context) {
    const { CreateLaunchTemplateVersion } = context.services.ec2.operations;
    const isNew =
      changed(properties, previous, 'LaunchTemplateData') ||
      changed(properties, previous, 'VersionDescription');
    if (isNew)
      CreateLaunchTemplateVersion(context.request, {
        ...type.changeable<CreateLaunchTemplateVersionRequest>(properties),
        LaunchTemplateId: physicalId,
        LaunchTemplateData: dataOf(properties),
      });
    updateTags(context, physicalId, tagsOf(properties), tagsOf(previous));
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    const { DeleteLaunchTemplate } = context.services.ec2.operations;
    unlessMissing(['InvalidLaunchTemplateId.NotFound'], () =>
      DeleteLaunchTemplate(context.request, { LaunchTemplateId: physicalId }),
    );
    return Promise.resolve();
  },
});

/** Without what is refused: of that, the template's shape is not the API's. */
function dataOf({ LaunchTemplateData: given }: LaunchTemplate): RequestLaunchTemplateData {
  const { InstanceMarketOptions: _refused, ...data } = given;
  return asInput<RequestLaunchTemplateData>(data);
}

function tagsOf({ TagSpecifications: given = [] }: LaunchTemplate) {
  return given.flatMap(({ Tags: tags = [] }) => tags);
}

function resultOf(launchTemplateId: string, context: HandlerContext): ResourceResult {
  const { DescribeLaunchTemplates } = context.services.ec2.operations;
  const { LaunchTemplates: found } = DescribeLaunchTemplates(context.request, {
    LaunchTemplateIds: [launchTemplateId],
  });
  return {
    physicalId: launchTemplateId,
    attributes: {
      LaunchTemplateId: launchTemplateId,
      LatestVersionNumber: String(found?.[0]?.LatestVersionNumber ?? 1),
      DefaultVersionNumber: String(found?.[0]?.DefaultVersionNumber ?? 1),
    },
  };
}
