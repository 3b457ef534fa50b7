import type {
  StartResourceStateUpdateRequest,
  StartResourceStateUpdateResponse,
} from '@aws-sdk/client-imagebuilder';
import { fail } from '../../../kernel/fail.ts';
import { uuid } from '../../../kernel/identifiers.ts';
import { operation } from '../../../kernel/operations.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { ImageBuilderStore } from '../imagebuilder-store.ts';

export const resourceStateOperations = {
  StartResourceStateUpdate: operation(startResourceStateUpdate, {
    accepts: ['resourceArn', 'state', 'executionRole', 'includeResources', 'clientToken'],
  }),
};

/**
 * Deletes an image with what was made of it: what CloudFormation asks for where a template has
 * `DeletionSettings`. On AWS it answers before that is done.
 * https://docs.aws.amazon.com/imagebuilder/latest/APIReference/API_StartResourceStateUpdate.html
 */
async function startResourceStateUpdate(
  store: ImageBuilderStore,
  context: RequestContext,
  input: StartResourceStateUpdateRequest,
): Promise<StartResourceStateUpdateResponse> {
  const { resourceArn: arn = '', executionRole = '', includeResources = {} } = input;
  if (input.state?.status !== 'DELETED')
    fail('UnsupportedOperation', 'Images can only become DELETED in this engine.');
  const record = store.find(store.images, context.region, arn, 'image');
  const isRole = store.iam.role(executionRole) ?? store.iam.roleByArn(executionRole);
  if (includeResources.amis === true && isRole === undefined)
    fail(
      'InvalidParameterValueException',
      `The value '${executionRole}' for executionRole is not valid: there is no such role.`,
    );
  await store.running.get(arn);
  const amis = includeResources.amis === true ? record.amis : [];
  const caller = { ...context, principalArn: executionRole };
  await deregister(store, caller, amis, includeResources.snapshots === true);
  // The image goes last: only it tells which AMIs are its own, should the engine be killed.
  store.images.delete(context.region, arn);
  return { lifecycleExecutionId: `lce-${uuid(store.deps.random)}`, resourceArn: arn };
}

/** AMIs that are gone already are passed over. */
export async function deregister(
  store: ImageBuilderStore,
  caller: RequestContext,
  amis: readonly { region: string; imageId: string }[],
  DeleteAssociatedSnapshots: boolean,
): Promise<void> {
  for (const { region, imageId: ImageId } of amis) {
    const ami = store.ec2.image(region, ImageId);
    if (ami === undefined || ami.state === 'deregistered') continue;
    const input = { ImageId, DeleteAssociatedSnapshots };
    await store.ec2.operations.DeregisterImage({ ...caller, region }, input);
  }
}
