import { randomUUID } from 'node:crypto';
import { resourceType } from '../resource-type.ts';

/**
 * Nothing is made of it, on AWS as here:
 * https://github.com/aws/aws-cdk-rfcs/blob/master/text/0253-cdk-metadata-v2.md
 */
const type = resourceType('AWS::CDK::Metadata', { Analytics: 'works', Modules: 'works' });

export const metadata = type.handler({
  create: () => Promise.resolve({ physicalId: randomUUID(), attributes: {} }),
  update: (_properties, _previous, physicalId) => Promise.resolve({ physicalId, attributes: {} }),
  remove: () => Promise.resolve(),
});
