import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceHandler } from '../kernel/resource.ts';
import { certificate } from './certificatemanager/certificate.ts';
import { cachePolicy } from './cloudfront/cache-policy.ts';
import { distribution } from './cloudfront/distribution.ts';
import { originAccessControl } from './cloudfront/origin-access-control.ts';
import { originRequestPolicy } from './cloudfront/origin-request-policy.ts';
import { responseHeadersPolicy } from './cloudfront/response-headers-policy.ts';
import { findResourceHandler } from './registry.ts';
import { healthCheck } from './route53/health-check.ts';
import { hostedZone } from './route53/hosted-zone.ts';
import { recordSet } from './route53/record-set.ts';
import { recordSetGroup } from './route53/record-set-group.ts';
import { bucket } from './s3/bucket.ts';
import { bucketPolicy } from './s3/bucket-policy.ts';
import { parameter } from './ssm/parameter.ts';
import { PUBLISHED_ATTRIBUTES } from './testing/published-attributes.ts';

const HANDLERS: readonly ResourceHandler[] = [
  bucket,
  bucketPolicy,
  cachePolicy,
  certificate,
  distribution,
  healthCheck,
  hostedZone,
  originAccessControl,
  originRequestPolicy,
  parameter,
  recordSet,
  recordSetGroup,
  responseHeadersPolicy,
];

type Database = Awaited<ReturnType<typeof loadAwsServiceSpec>>;
let database: Database;
beforeAll(async () => {
  database = await loadAwsServiceSpec();
}, 30_000);

describe.each(HANDLERS)('$type', (handler) => {
  it('is registered', () => {
    expect(findResourceHandler(handler.type)).toBe(handler);
  });

  it('classifies every property of the published schema, and knows no other', () => {
    const resource = database
      .lookup('resource', 'cloudFormationType', 'equals', handler.type)
      .only();
    const published = Object.keys(resource.properties).toSorted();
    const classified = Object.keys(handler.properties).filter((name) => !name.includes('.'));
    expect(classified.toSorted()).toEqual(published);
  });

  it('is known with the attributes of the published schema', () => {
    const resource = database
      .lookup('resource', 'cloudFormationType', 'equals', handler.type)
      .only();
    const published = Object.keys(resource.attributes)
      // Of tables that an inert property would make.
      .filter((name) => !name.startsWith('Metadata'));
    expect(PUBLISHED_ATTRIBUTES[handler.type]).toEqual(published.toSorted());
  });

  it('names only nested properties that the published schema has', () => {
    const resource = database
      .lookup('resource', 'cloudFormationType', 'equals', handler.type)
      .only();
    for (const path of Object.keys(handler.properties).filter((name) => name.includes('.')))
      expect({ path, exists: hasPath(resource.properties, path.split('.')) }).toEqual({
        path,
        exists: true,
      });
  });
});

interface TypeNode {
  type: string;
  reference?: { $ref: string };
  element?: TypeNode;
  types?: TypeNode[];
}

/** Walks references, lists count as their items. */
function hasPath(
  properties: Record<string, { type: unknown }>,
  [name = '', ...rest]: string[],
): boolean {
  const property = properties[name];
  if (property === undefined) return false;
  if (rest.length === 0) return true;
  return definitions(property.type as TypeNode).some((definition) => hasPath(definition, rest));
}

function definitions(node: TypeNode): Record<string, { type: unknown }>[] {
  if (node.type === 'ref' && node.reference !== undefined)
    return [database.get('typeDefinition', node.reference.$ref).properties];
  if (node.element !== undefined) return definitions(node.element);
  return (node.types ?? []).flatMap(definitions);
}
