import type { ResourceContext, ResourceResult } from '../../kernel/resource.ts';
import type { CloudFrontService } from '../../services/cloudfront/cloudfront-service.ts';
import type { Versioned, VersionedTable } from '../../services/cloudfront/versioned-table.ts';
import type { Handling } from '../resource-type.ts';

/** Policies and origin access controls are all named configurations with an id and an ETag. */
export function policyHandling<P, Config extends { Name: string | undefined }>(options: {
  table(cloudfront: CloudFrontService): VersionedTable<Config>;
  /** In the API's shape and checked, as the service's own operations do. */
  read(properties: P): Config;
  hasModifiedTime: boolean;
}): Handling<P> {
  const { read, hasModifiedTime } = options;
  const table = (context: ResourceContext): VersionedTable<Config> =>
    options.table(context.services.cloudfront);
  const finish = async (
    record: Versioned<Config>,
    context: ResourceContext,
  ): Promise<ResourceResult> => {
    context.identified(record.id);
    await context.services.cloudfront.settled();
    const modified = { LastModifiedTime: new Date(record.modifiedMs).toISOString() };
    return {
      physicalId: record.id,
      attributes: { Id: record.id, ...(hasModifiedTime ? modified : {}) },
    };
  };
  return {
    create: (properties, context) => finish(table(context).create(read(properties)), context),
    update: (properties, _previous, physicalId, context) => {
      const { etag } = table(context).get(physicalId);
      return finish(table(context).update(physicalId, read(properties), etag), context);
    },
    remove: async (physicalId, _properties, context) => {
      const found = table(context).find(physicalId);
      if (found === undefined) return;
      table(context).delete(physicalId, found.etag);
      await context.services.cloudfront.settled();
    },
  };
}
