import { randomUUID } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type {
  CreateHealthCheckRequest,
  ResettableElementName,
  UpdateHealthCheckRequest,
} from '@aws-sdk/client-route-53';
import type { ResourceResult } from '../../kernel/resource.ts';
import { butFor } from '../../kernel/support.ts';
import { asInput } from '../as-input.ts';
import type { HandlerContext } from '../handler-context.ts';
import { resourceType } from '../resource-type.ts';
import { textsAt } from '../texts-at.ts';
import { unlessMissing } from '../unless-missing.ts';
import { updateTags } from './tagging.ts';

const RESETTABLE: readonly ResettableElementName[] = [
  'ChildHealthChecks',
  'FullyQualifiedDomainName',
  'Regions',
  'ResourcePath',
];

const NO_CONTROLS = {
  refused: 'the local engine has no routing controls of Application Recovery Controller',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-healthcheck.html */
const type = resourceType('AWS::Route53::HealthCheck', {
  HealthCheckConfig: 'passes',
  'HealthCheckConfig.RoutingControlArn': NO_CONTROLS,
  'HealthCheckConfig.Type': butFor(['RECOVERY_CONTROL'], NO_CONTROLS),
  HealthCheckTags: 'works',
});

export const healthCheck = type.handler({
  refuses: (properties) =>
    textsAt(properties, 'HealthCheckConfig.IPAddress')
      .filter(isIPv6)
      .map((address) => ({
        path: '#/HealthCheckConfig/IPAddress',
        message: `${address}: the local checkers probe IPv4 only`,
      })),

  async create(properties, context) {
    const { HealthCheck } = context.services.route53.operations.CreateHealthCheck(context.request, {
      ...type.passed<CreateHealthCheckRequest>(properties),
      CallerReference: randomUUID(),
    });
    const id = HealthCheck?.Id ?? '';
    updateTags(context, ['healthcheck', id], properties.HealthCheckTags, undefined);
    return finish(id, context);
  },

  async update(properties, previous, physicalId, context) {
    const { HealthCheckConfig: config, HealthCheckTags: tags } = properties;
    // A change of these three makes a new health check.
    const { Type, RequestInterval: _interval, MeasureLatency: _latency, ...changeable } = config;
    context.services.route53.operations.UpdateHealthCheck(
      context.request,
      asInput<UpdateHealthCheckRequest>({
        HealthCheckId: physicalId,
        // What the template no longer says goes back to its default.
        ...(Type !== 'CLOUDWATCH_METRIC' && { FailureThreshold: 3 }),
        Inverted: false,
        ...changeable,
        ResetElements: RESETTABLE.filter(
          (name) => previous.HealthCheckConfig[name] !== undefined && config[name] === undefined,
        ),
      }),
    );
    updateTags(context, ['healthcheck', physicalId], tags, previous.HealthCheckTags);
    return finish(physicalId, context);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['NoSuchHealthCheck'], () =>
      context.services.route53.operations.DeleteHealthCheck(context.request, {
        HealthCheckId: physicalId,
      }),
    );
    await context.services.route53.settled();
  },
});

async function finish(id: string, context: HandlerContext): Promise<ResourceResult> {
  context.identified(id);
  await context.services.route53.settled();
  return { physicalId: id, attributes: { HealthCheckId: id } };
}
