import type { ResourceResult } from '../../kernel/resource.ts';
import type { RequestContext } from '../../kernel/service.ts';
import type { CloudFrontService } from '../../services/cloudfront/cloudfront-service.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { Handling } from '../resource-type.ts';
import { unlessMissing } from '../unless-missing.ts';

/** What policies and origin access controls answer alike; the second have no time. */
interface Described {
  Id: string | undefined;
  LastModifiedTime?: Date | undefined;
}

/** The operations of one kind. */
interface Calls<Config> {
  create(config: Config): Described | undefined;
  /** Throws `NoSuch…`. */
  etag(id: string): string | undefined;
  update(id: string, etag: string | undefined, config: Config): Described | undefined;
  remove(id: string, etag: string | undefined): void;
}

/** Policies and origin access controls are all named configurations with an id and an ETag. */
export function policyHandling<P, Config>(options: {
  refuses?: NonNullable<Handling<P>['refuses']>;
  /** In the API's shape. */
  read(properties: P): Config;
  calls(operations: CloudFrontService['operations'], request: RequestContext): Calls<Config>;
  /** `NoSuchCachePolicy` … */
  missing: string;
}): Handling<P> {
  const { read, missing, refuses = () => [] } = options;
  const calls = ({ services, request }: HandlerContext): Calls<Config> =>
    options.calls(services.cloudfront.operations, request);
  const finish = async (
    described: Described | undefined,
    context: HandlerContext,
  ): Promise<ResourceResult> => {
    const { Id = '', LastModifiedTime: modified } = described ?? {};
    context.identified(Id);
    await context.services.cloudfront.settled();
    return {
      physicalId: Id,
      attributes: {
        Id,
        ...(modified === undefined ? {} : { LastModifiedTime: modified.toISOString() }),
      },
    };
  };
  return {
    refuses,
    create: (properties, context) => finish(calls(context).create(read(properties)), context),
    update: (properties, _previous, physicalId, context) => {
      const { etag, update } = calls(context);
      return finish(update(physicalId, etag(physicalId), read(properties)), context);
    },
    remove: async (physicalId, _properties, context) => {
      const { etag, remove } = calls(context);
      unlessMissing([missing], () => remove(physicalId, etag(physicalId)));
      await context.services.cloudfront.settled();
    },
  };
}
