import type {
  CreateListenerInput,
  ModifyListenerInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { passesButFor } from '../../kernel/support.ts';
import { asInput } from '../as-input.ts';
import type { ElasticLoadBalancingV2ListenerAction as Action } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';
import { madeAnew } from './made-anew.ts';
import { refusedActions } from './action-properties.ts';
import { ALB_ONLY, NOT_HTTP } from './alb-only.ts';
import { updateTags } from './tagging.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html */
const type = resourceType('AWS::ElasticLoadBalancingV2::Listener', {
  AlpnPolicy: ALB_ONLY,
  Certificates: 'passes',
  DefaultActions: 'works',
  ...refusedActions('DefaultActions'),
  ListenerAttributes: {
    refused: 'listeners add no headers of their own in the local engine',
  },
  LoadBalancerArn: 'passes',
  MutualAuthentication: { refused: 'visitors show no certificates in the local engine' },
  Port: 'passes',
  Protocol: passesButFor(NOT_HTTP, ALB_ONLY),
  SslPolicy: {
    inert: 'on AWS, which TLS versions and ciphers it takes; here those of Node.js',
    passes: true,
  },
  Tags: 'works',
});

export const listener = type.handler({
  async create(properties, context) {
    const { CreateListener } = context.services.elbv2.operations;
    const { LoadBalancerArn: listenerOf, Port: port = 0 } = properties;
    const isTaken = context.services.elbv2.isTaken(context.request.region, { listenerOf, port });
    const { Listeners: made } = madeAnew('AWS::ElasticLoadBalancingV2::Listener', isTaken, () =>
      CreateListener(context.request, {
        ...type.passed<CreateListenerInput>(properties),
        DefaultActions: actionsOf(properties.DefaultActions),
        Tags: properties.Tags,
      }),
    );
    const arn = made?.[0]?.ListenerArn ?? '';
    return { physicalId: arn, attributes: { ListenerArn: arn } };
  },

  update(properties, previous, physicalId, context) {
    const { ModifyListener } = context.services.elbv2.operations;
    ModifyListener(context.request, {
      ...type.changeable<ModifyListenerInput>(properties),
      ListenerArn: physicalId,
      DefaultActions: actionsOf(properties.DefaultActions),
    });
    updateTags(context, physicalId, properties.Tags, previous.Tags);
    return Promise.resolve({ physicalId, attributes: { ListenerArn: physicalId } });
  },

  remove(physicalId, _properties, context) {
    const { DeleteListener } = context.services.elbv2.operations;
    unlessMissing(['ListenerNotFound'], () =>
      DeleteListener(context.request, { ListenerArn: physicalId }),
    );
    return Promise.resolve();
  },
});

/** Without what is refused: of that, the template's shape is not the API's. */
function actionsOf(actions: readonly Action[]): CreateListenerInput['DefaultActions'] {
  return asInput<CreateListenerInput['DefaultActions']>(
    actions.map(
      ({ AuthenticateCognitoConfig: _c, AuthenticateOidcConfig: _o, ...action }) => action,
    ),
  );
}
