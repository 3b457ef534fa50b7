import type { ResourceHandler } from '../../kernel/resource.ts';
import { PropertyReader } from '../reader.ts';
import { unlessMissing } from '../unless-missing.ts';
import { actionProperties, actionsOf } from './action-properties.ts';
import { updateTags } from './tagging.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html */
export const listener: ResourceHandler = {
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  properties: {
    AlpnPolicy: { refused: 'only Application Load Balancers exist in the local engine' },
    Certificates: 'works',
    DefaultActions: 'works',
    ...actionProperties('DefaultActions'),
    ListenerAttributes: {
      refused: 'listeners add no headers of their own in the local engine',
    },
    LoadBalancerArn: 'works',
    MutualAuthentication: { refused: 'visitors show no certificates in the local engine' },
    Port: 'works',
    Protocol: 'works',
    SslPolicy: { inert: 'on AWS, which TLS versions and ciphers it takes; here those of Node.js' },
    Tags: 'works',
  },

  create(properties, context) {
    const reader = new PropertyReader(properties);
    const { Listeners: made } = context.services.elbv2.operations.CreateListener(context.request, {
      LoadBalancerArn: reader.requiredText('LoadBalancerArn'),
      ...settingsOf(reader),
      Tags: reader.tags(),
    });
    const arn = made?.[0]?.ListenerArn ?? '';
    return Promise.resolve({ physicalId: arn, attributes: { ListenerArn: arn } });
  },

  update(properties, previous, physicalId, context) {
    const reader = new PropertyReader(properties);
    const { ModifyListener } = context.services.elbv2.operations;
    ModifyListener(context.request, { ListenerArn: physicalId, ...settingsOf(reader) });
    updateTags(context, physicalId, properties, previous);
    return Promise.resolve({ physicalId, attributes: { ListenerArn: physicalId } });
  },

  remove(physicalId, _properties, context) {
    const { DeleteListener } = context.services.elbv2.operations;
    unlessMissing(['ListenerNotFound'], () =>
      DeleteListener(context.request, { ListenerArn: physicalId }),
    );
    return Promise.resolve();
  },
};

function settingsOf(reader: PropertyReader): {
  Port: number | undefined;
  Protocol: 'HTTP' | undefined;
  SslPolicy: string | undefined;
  Certificates: { CertificateArn: string | undefined }[] | undefined;
  DefaultActions: ReturnType<typeof actionsOf>;
} {
  return {
    Port: reader.number('Port'),
    Protocol: reader.text('Protocol') as 'HTTP' | undefined,
    SslPolicy: reader.text('SslPolicy'),
    Certificates: reader
      .objects('Certificates')
      ?.map((certificate) => ({ CertificateArn: certificate.text('CertificateArn') })),
    DefaultActions: actionsOf(reader, 'DefaultActions'),
  };
}
