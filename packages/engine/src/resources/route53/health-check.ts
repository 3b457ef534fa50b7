import { randomUUID } from 'node:crypto';
import type {
  AlarmIdentifier,
  CloudWatchRegion,
  HealthCheckConfig,
  HealthCheckRegion,
  HealthCheckType,
  InsufficientDataHealthStatus,
  ResettableElementName,
} from '@aws-sdk/client-route-53';
import { AwsError } from '@understudy/wire';
import type {
  Properties,
  ResourceContext,
  ResourceHandler,
  ResourceResult,
} from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';

const RESETTABLE: readonly ResettableElementName[] = [
  'ChildHealthChecks',
  'FullyQualifiedDomainName',
  'Regions',
  'ResourcePath',
];
const IMMUTABLE = ['Type', 'RequestInterval', 'MeasureLatency'] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-healthcheck.html */
export const healthCheck: ResourceHandler = {
  type: 'AWS::Route53::HealthCheck',
  properties: {
    HealthCheckConfig: 'works',
    'HealthCheckConfig.RoutingControlArn': {
      refused: 'the local engine has no routing controls of Application Recovery Controller',
    },
    HealthCheckTags: 'works',
  },

  async create(properties, context) {
    const { route53 } = context.services;
    const { HealthCheck } = route53.checks.create({
      CallerReference: randomUUID(),
      HealthCheckConfig: readConfig(properties),
    });
    const id = HealthCheck?.Id ?? '';
    const AddTags = new PropertyReader(properties).tags('HealthCheckTags');
    if (AddTags.length > 0)
      route53.tags.change({ ResourceType: 'healthcheck', ResourceId: id, AddTags });
    return finish(id, context);
  },

  async update(properties, previous, physicalId, context) {
    const { route53 } = context.services;
    const after = readConfig(properties);
    const before = readConfig(previous);
    for (const member of IMMUTABLE)
      if (after[member] !== before[member])
        throw new AwsError({
          code: 'InvalidInput',
          message: `HealthCheckConfig.${member} cannot be changed: the health check has to be replaced`,
        });
    const {
      Type: _type,
      RequestInterval: _interval,
      MeasureLatency: _latency,
      ...changeable
    } = after;
    route53.checks.update({
      HealthCheckId: physicalId,
      // What the template no longer says goes back to its default.
      ...(after.Type !== 'CLOUDWATCH_METRIC' && { FailureThreshold: 3 }),
      Inverted: false,
      ...changeable,
      ResetElements: RESETTABLE.filter(
        (name) => before[name] !== undefined && after[name] === undefined,
      ),
    });
    const tags = new PropertyReader(properties).tags('HealthCheckTags');
    const kept = new Set(tags.map((tag) => tag.Key));
    const gone = new PropertyReader(previous).tags('HealthCheckTags').map((tag) => tag.Key);
    route53.tags.change({
      ResourceType: 'healthcheck',
      ResourceId: physicalId,
      AddTags: tags,
      RemoveTagKeys: gone.filter((key) => !kept.has(key)),
    });
    return finish(physicalId, context);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['NoSuchHealthCheck'], () =>
      context.services.route53.deleteHealthCheck({ HealthCheckId: physicalId }),
    );
    await context.services.route53.settled();
  },
};

async function finish(id: string, context: ResourceContext): Promise<ResourceResult> {
  context.identified(id);
  await context.services.route53.settled();
  return { physicalId: id, attributes: { HealthCheckId: id } };
}

function alarmOf(reader: PropertyReader): AlarmIdentifier | undefined {
  const alarm = reader.object('AlarmIdentifier');
  if (alarm === undefined) return undefined;
  return {
    Name: alarm.requiredText('Name'),
    Region: alarm.requiredText('Region') as CloudWatchRegion,
  };
}

function readConfig(properties: Properties): HealthCheckConfig {
  const reader = new PropertyReader(properties).object('HealthCheckConfig');
  if (reader === undefined)
    throw new AwsError({
      code: 'ValidationError',
      message: 'Property HealthCheckConfig cannot be empty.',
    });
  const config: HealthCheckConfig = {
    Type: reader.requiredText('Type') as HealthCheckType,
    IPAddress: reader.text('IPAddress'),
    Port: reader.number('Port'),
    ResourcePath: reader.text('ResourcePath'),
    FullyQualifiedDomainName: reader.text('FullyQualifiedDomainName'),
    SearchString: reader.text('SearchString'),
    RequestInterval: reader.number('RequestInterval'),
    FailureThreshold: reader.number('FailureThreshold'),
    MeasureLatency: reader.flag('MeasureLatency'),
    Inverted: reader.flag('Inverted'),
    HealthThreshold: reader.number('HealthThreshold'),
    ChildHealthChecks: reader.texts('ChildHealthChecks'),
    EnableSNI: reader.flag('EnableSNI'),
    Regions: reader.texts('Regions') as HealthCheckRegion[] | undefined,
    AlarmIdentifier: alarmOf(reader),
    InsufficientDataHealthStatus: reader.text('InsufficientDataHealthStatus') as
      InsufficientDataHealthStatus | undefined,
  };
  const said = Object.entries(config).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as unknown as HealthCheckConfig;
}
