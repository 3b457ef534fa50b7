import type { RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { ResourceContext, ResourceHandler, ResourceResult } from '../../kernel/resource.ts';
import { physicalName } from '../physical-name.ts';
import { changed, PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 128;

/** What only a virtual machine has: an instance here is a process. */
function machineOnly(what: string): { inert: string } {
  return { inert: `on AWS, ${what}; here an instance is a process of this machine` };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html */
export const launchTemplate: ResourceHandler = {
  type: 'AWS::EC2::LaunchTemplate',
  properties: {
    LaunchTemplateData: 'works',
    'LaunchTemplateData.BlockDeviceMappings': machineOnly('its disks'),
    'LaunchTemplateData.CapacityReservationSpecification': machineOnly('its reserved capacity'),
    'LaunchTemplateData.CpuOptions': machineOnly('its processors'),
    'LaunchTemplateData.CreditSpecification': machineOnly('its CPU credits'),
    'LaunchTemplateData.DisableApiStop': machineOnly('protection from being stopped'),
    'LaunchTemplateData.DisableApiTermination': machineOnly('protection from being terminated'),
    'LaunchTemplateData.EbsOptimized': machineOnly('its way to its disks'),
    'LaunchTemplateData.ElasticGpuSpecifications': machineOnly('its graphics'),
    'LaunchTemplateData.ElasticInferenceAccelerators': machineOnly('its accelerators'),
    'LaunchTemplateData.EnclaveOptions': machineOnly('its enclaves'),
    'LaunchTemplateData.HibernationOptions': machineOnly('hibernation'),
    'LaunchTemplateData.IamInstanceProfile': machineOnly('the role that it acts as'),
    'LaunchTemplateData.InstanceInitiatedShutdownBehavior': machineOnly('what a shutdown does'),
    'LaunchTemplateData.InstanceMarketOptions': { refused: 'there is no spot market here' },
    'LaunchTemplateData.InstanceRequirements': {
      refused: 'instances are of the one type that InstanceType names',
    },
    'LaunchTemplateData.KernelId': machineOnly('its kernel'),
    'LaunchTemplateData.KeyName': machineOnly('the key that opens it'),
    'LaunchTemplateData.LicenseSpecifications': machineOnly('its licences'),
    'LaunchTemplateData.MaintenanceOptions': machineOnly('its recovery'),
    'LaunchTemplateData.MetadataOptions.HttpEndpoint': machineOnly(
      'whether the metadata service can be turned off',
    ),
    'LaunchTemplateData.MetadataOptions.HttpProtocolIpv6': machineOnly('metadata over IPv6'),
    'LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit': machineOnly(
      'how far metadata tokens travel',
    ),
    'LaunchTemplateData.Monitoring': machineOnly('detailed monitoring'),
    'LaunchTemplateData.NetworkInterfaces.AssociatePublicIpAddress':
      machineOnly('its public address'),
    'LaunchTemplateData.NetworkInterfaces.NetworkInterfaceId': {
      refused: 'interfaces come with their instances',
    },
    'LaunchTemplateData.NetworkInterfaces.SubnetId': {
      refused: 'the Auto Scaling group chooses the subnet',
    },
    'LaunchTemplateData.NetworkPerformanceOptions': machineOnly('its bandwidth'),
    'LaunchTemplateData.Placement': machineOnly('where it is placed'),
    'LaunchTemplateData.PrivateDnsNameOptions': machineOnly('its host names'),
    'LaunchTemplateData.RamDiskId': machineOnly('its RAM disk'),
    'LaunchTemplateData.SecurityGroups': {
      refused: 'groups of a VPC are named by SecurityGroupIds',
    },
    LaunchTemplateName: 'works',
    TagSpecifications: 'works',
    VersionDescription: 'works',
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { CreateLaunchTemplate } = context.services.ec2.operations;
    const specifications = reader.objects('TagSpecifications') ?? [];
    const { LaunchTemplate: made } = CreateLaunchTemplate(context.request, {
      LaunchTemplateName:
        reader.text('LaunchTemplateName') ?? physicalName(context, NAME_LENGTH_MAX),
      LaunchTemplateData: dataOf(reader),
      VersionDescription: reader.text('VersionDescription'),
      TagSpecifications: specifications.map((specification) => ({
        ResourceType: specification.text('ResourceType') as 'launch-template',
        Tags: specification.tags(),
      })),
    });
    return Promise.resolve(resultOf(made?.LaunchTemplateId ?? '', context));
  },

  /** Changed data is a new version; `$Default` stays where it was, as CloudFormation leaves it. */
  update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { CreateLaunchTemplateVersion } = context.services.ec2.operations;
    const isNew =
      changed(properties, previous, 'LaunchTemplateData') ||
      changed(properties, previous, 'VersionDescription');
    if (isNew)
      CreateLaunchTemplateVersion(context.request, {
        LaunchTemplateId: physicalId,
        LaunchTemplateData: dataOf(reader),
        VersionDescription: reader.text('VersionDescription'),
      });
    if (changed(properties, previous, 'TagSpecifications'))
      retag(reader, new PropertyReader(previous), physicalId, context);
    return Promise.resolve(resultOf(physicalId, context));
  },

  remove(physicalId, _properties, context) {
    const { DeleteLaunchTemplate } = context.services.ec2.operations;
    unlessMissing(['InvalidLaunchTemplateId.NotFound'], () =>
      DeleteLaunchTemplate(context.request, { LaunchTemplateId: physicalId }),
    );
    return Promise.resolve();
  },
};

/** The template's structure is the API's own, member by member. */
function dataOf(reader: PropertyReader): RequestLaunchTemplateData {
  return (reader.raw('LaunchTemplateData') ?? {}) as RequestLaunchTemplateData;
}

function retag(
  reader: PropertyReader,
  previous: PropertyReader,
  launchTemplateId: string,
  context: ResourceContext,
): void {
  const { CreateTags, DeleteTags } = context.services.ec2.operations;
  const tagsOf = (from: PropertyReader): { Key: string; Value: string }[] =>
    (from.objects('TagSpecifications') ?? []).flatMap((specification) => specification.tags());
  const request = { Resources: [launchTemplateId] };
  DeleteTags(context.request, {
    ...request,
    Tags: tagsOf(previous).map(({ Key }) => ({ Key })),
  });
  CreateTags(context.request, { ...request, Tags: tagsOf(reader) });
}

function resultOf(launchTemplateId: string, context: ResourceContext): ResourceResult {
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
