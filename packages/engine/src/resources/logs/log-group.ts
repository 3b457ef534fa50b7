import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { ResourceResult } from '../../kernel/resource.ts';
import { groupArn } from '../../services/logs/log-groups.ts';
import { changed } from '../changed.ts';
import type { HandlerContext } from '../handler-context.ts';
import { physicalName } from '../physical-name.ts';
import type { LogsLogGroupProperties as LogGroup } from '../properties.generated.ts';
import { resourceType } from '../resource-type.ts';
import { tagChanges } from '../tag-changes.ts';
import { unlessMissing } from '../unless-missing.ts';

const NAME_LENGTH_MAX = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
const type = resourceType(
  'AWS::Logs::LogGroup',
  {
    BearerTokenAuthenticationEnabled: {
      except: { true: { refused: 'the local engine takes signed calls only' } },
    },
    DataProtectionPolicy: { refused: 'events are not inspected in the local engine' },
    DeletionProtectionEnabled: {
      except: { true: { refused: 'groups can be deleted in the local engine' } },
    },
    FieldIndexPolicies: { inert: 'on AWS, which fields queries find sooner; here are no queries' },
    KmsKeyId: { inert: 'on AWS, events are encrypted by this key; here they are not' },
    LogGroupClass: {
      passes: true,
      except: {
        INFREQUENT_ACCESS: { inert: 'on AWS, the price and what may be asked' },
        DELIVERY: { inert: 'on AWS, the price and what may be asked' },
      },
    },
    LogGroupName: 'works',
    ResourcePolicyDocument: {
      inert: 'on AWS, who may use the group; here policies are not enforced',
    },
    RetentionInDays: 'works',
    Tags: 'works',
  },
  'camelCase',
);

export const logGroup = type.handler({
  async create(properties, context) {
    const logGroupName = properties.LogGroupName ?? physicalName(context, NAME_LENGTH_MAX);
    context.services.logs.operations.CreateLogGroup(context.request, {
      ...type.passed<CreateLogGroupRequest>(properties),
      ...{ logGroupName, tags: tagsOf(properties.Tags) },
    });
    setRetention(logGroupName, properties, context);
    return resultOf(logGroupName, context);
  },

  async update(properties, previous, physicalId, context) {
    const { TagResource, UntagResource } = context.services.logs.operations;
    if (changed(properties, previous, 'RetentionInDays'))
      setRetention(physicalId, properties, context);
    const { wanted, goneKeys } = tagChanges(properties.Tags, previous.Tags);
    const resourceArn = groupArn(context.request, physicalId);
    UntagResource(context.request, { resourceArn, tagKeys: goneKeys });
    TagResource(context.request, { resourceArn, tags: tagsOf(wanted) });
    return resultOf(physicalId, context);
  },

  async remove(physicalId, _properties, context) {
    unlessMissing(['ResourceNotFoundException'], () =>
      context.services.logs.operations.DeleteLogGroup(context.request, {
        logGroupName: physicalId,
      }),
    );
  },
});

function setRetention(
  logGroupName: string,
  { RetentionInDays: retentionInDays }: LogGroup,
  { request, services }: HandlerContext,
): void {
  const { DeleteRetentionPolicy, PutRetentionPolicy } = services.logs.operations;
  if (retentionInDays === undefined) DeleteRetentionPolicy(request, { logGroupName });
  else PutRetentionPolicy(request, { logGroupName, retentionInDays });
}

function tagsOf(tags: LogGroup['Tags']): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

function resultOf(name: string, { request }: HandlerContext): ResourceResult {
  return { physicalId: name, attributes: { Arn: `${groupArn(request, name)}:*` } };
}
