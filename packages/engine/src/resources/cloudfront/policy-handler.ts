import type {
  Properties,
  ResourceContext,
  ResourceHandler,
  ResourceResult,
} from '../../kernel/resource.ts';
import type { CloudFrontService } from '../../services/cloudfront/cloudfront-service.ts';
import type { Versioned, VersionedTable } from '../../services/cloudfront/versioned-table.ts';

/** Policies and origin access controls are all named configurations with an id and an ETag. */
export function policyHandler<Config extends { Name: string | undefined }>(options: {
  type: string;
  properties: ResourceHandler['properties'];
  table(cloudfront: CloudFrontService): VersionedTable<Config>;
  /** Reads and checks, as the service's own operations do. */
  read(properties: Properties): Config;
  hasModifiedTime: boolean;
}): ResourceHandler {
  const { type, properties: support, read, hasModifiedTime } = options;
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
    type,
    properties: support,
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
